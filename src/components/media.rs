//! Photos and videos of a post: small in a list, large on its page.

use leptos::prelude::*;
use neighbors_domain::addresses;
use neighbors_domain::media::{Media, MediaKind};

use super::Icon;
use crate::words::t;

/// The first few; the rest is on the post's page.
pub const IN_A_LIST: usize = 3;

#[component]
pub fn SmallMedia(media: Vec<Media>) -> impl IntoView {
    if media.is_empty() {
        return None;
    }
    if media.iter().any(|file| file.kind == MediaKind::Video) {
        let tag = view! { <p><span class="tag"><Icon name="video"/>{t!("With a video")}</span></p> };
        return Some(tag.into_any());
    }
    let photos = media.into_iter().take(IN_A_LIST).map(|file| {
        let shown = addresses::media(file.small.as_deref().unwrap_or(&file.id));
        view! { <img src=shown alt=alt(file.alt) loading="lazy"/> }
    });
    Some(view! { <div class="item__media">{photos.collect_view()}</div> }.into_any())
}

#[component]
pub fn LargeMedia(media: Vec<Media>) -> impl IntoView {
    let files = media.into_iter().map(|file| {
        let address = addresses::media(&file.id);
        let (width, height) = file.size.unzip();
        match file.kind {
            MediaKind::Photo => {
                view! { <img src=address alt=alt(file.alt) width=width height=height loading="lazy"/> }
                    .into_any()
            }
            MediaKind::Video => {
                view! { <video src=address aria-label=alt(file.alt) controls preload="metadata"></video> }
                    .into_any()
            }
        }
    });
    let files: Vec<_> = files.collect();
    (!files.is_empty()).then(|| view! { <div class="media">{files}</div> })
}

/// Its author's words, or that there are none.
fn alt(words: String) -> String {
    if words.is_empty() { t!("Its author did not describe it").to_owned() } else { words }
}
