//! `/portal/feed` What happens in the jurisdiction, as everybody reads it there: read only, and no more than the public sees.

mod entry;
mod list;
mod post;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use neighbors_domain::addresses::pages;
use neighbors_domain::feed::{Kind, Question};
use neighbors_domain::officers::{PortalSelf, Role};

use self::list::List;
pub use self::post::OfficerPostPage;
use super::inbox::OfficersOnly;
use crate::api;
use crate::components::{Bones, Failed, Heading, Icon, Loaded, Shape};
use crate::pages::feed::kind_name;
use crate::words::t;

#[component]
pub fn FeedPage() -> impl IntoView {
    view! { <OfficersOnly><Jurisdiction/></OfficersOnly> }
}

/// Its data is asked for once it is known that an officer reads. Whether they may announce, first: so nothing moves later.
#[component]
fn Jurisdiction() -> impl IntoView {
    let me = LocalResource::new(api::portal_me);
    view! {
        <main class="page page--narrow" id="main" tabindex="-1">
            <Loaded resource=me what=t!("the posts") page=true shape=Shape::Items view=|me| view! { <Whole me/> }/>
        </main>
    }
}

#[component]
fn Whole(me: PortalSelf) -> impl IntoView {
    let may_announce = (me.roles.has(Role::Post) && !me.suspended).then(|| {
        view! {
            <div class="buttons"><a class="button button--primary" href=pages::PORTAL_ANNOUNCE><Icon name="plus"/>{t!("New announcement")}</a></div>
        }
    });
    let query = use_query_map();
    let question = Memo::new(move |_| {
        let kind = query.with(|query| query.get("kind").and_then(|key| Kind::from_key(&key)));
        Question { kind, ..Question::default() }
    });
    let page = LocalResource::new(move || {
        let question = question.get();
        async move { (api::portal_feed(&question).await, question) }
    });
    // What answers an earlier question is not shown for this one.
    let answered = move || page.get().and_then(|(page, asked)| (asked == question.get()).then_some(page));
    let list = move || match answered() {
        None => view! { <Bones what=t!("the posts") shape=Shape::Items/> }.into_any(),
        Some(Ok(page)) => view! { <List page question=question.get_untracked()/> }.into_any(),
        Some(Err(error)) => {
            let retry = Callback::new(move |()| page.refetch());
            view! { <Failed what=t!("the posts") error retry/> }.into_any()
        }
    };
    view! {
        <div class="stack stack-5">
            <header class="stack stack-3">
                <div class="stack stack-1">
                    <Heading text=t!("What happens in your jurisdiction")/>
                    <p class="small soft">
                        {t!("What everybody can read there, and nothing more. You can answer it with your badge.")}" "
                        <a href=pages::FEED>{t!("The public site")}</a>
                    </p>
                </div>
                {may_announce}
            </header>
            <div>
                <nav class="chips" aria-label=t!("Filter by kind")>
                    {[None].into_iter().chain(Kind::ALL.map(Some)).map(|kind| view! { <KindLink kind question/> }).collect_view()}
                </nav>
                {list}
            </div>
        </div>
    }
}

#[component]
fn KindLink(kind: Option<Kind>, question: Memo<Question>) -> impl IntoView {
    let href = api::with(pages::PORTAL_FEED, &[("kind", kind.map_or("", Kind::key))]);
    let current = move || (question.with(|question| question.kind) == kind).then_some("true");
    view! { <a class="chip" href=href aria-current=current>{kind_name(kind)}</a> }
}
