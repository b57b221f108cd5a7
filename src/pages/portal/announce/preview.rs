//! How neighbors will read it.

use leptos::prelude::*;
use neighbors_domain::account::OfficerSelf;
use neighbors_domain::media::MediaKind;

use super::writing::Writing;
use crate::components::Icon;
use crate::components::media::IN_A_LIST;
use crate::words::{self, t};

/// As the entry of a feed, without its links.
#[component]
pub fn Preview(writing: Writing, officer: OfficerSelf) -> impl IntoView {
    let category = move || {
        let category = writing.category.get();
        view! { <span class="item__kind"><Icon name=category.icon()/></span> }
    };
    let title = move || {
        writing.title.with(|title| match title.trim() {
            "" => t!("Without a title").to_owned(),
            title => title.to_owned(),
        })
    };
    let media = move || {
        let shown = writing.files.all().into_iter().filter_map(|file| Some((file.preview()?, file.alt)));
        let (photos, videos): (Vec<_>, Vec<_>) = shown.partition(|((kind, _), _)| *kind == MediaKind::Photo);
        let photos =
            photos.into_iter().take(IN_A_LIST).map(|((_, shown), alt)| view! { <img src=shown alt=alt/> });
        let photos = photos.collect::<Vec<_>>();
        let photos = (!photos.is_empty()).then(|| view! { <div class="item__media">{photos}</div> });
        let video = (!videos.is_empty())
            .then(|| view! { <p><span class="tag"><Icon name="video"/>{t!("With a video")}</span></p> });
        (photos, video)
    };
    let by = [&*officer.name, ", ", &*officer.agency.name].concat();
    view! {
        <article class="item item--agency">
            {category}
            <div class="item__body">
                <p class="meta"><span>{move || words::tr(writing.category.get().name())}</span><span>{t!("just now")}</span></p>
                <h2 class="item__title">{title}</h2>
                <p class="row small"><span>{by}" "<svg class="seal seal--alone" aria-hidden="true"><use href="/icons.svg#seal"/></svg></span></p>
                <p class="item__text">{writing.text}</p>
                {media}
            </div>
        </article>
    }
}
