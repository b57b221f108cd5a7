//! What residents will read, from what is typed so far.

use leptos::prelude::*;

use super::editor::Editor;
use crate::components::Paragraphs;
use crate::pages::assistance_request::where_when::WhereAndWhen;
use crate::words::{self, t};

#[component]
pub fn Preview(editor: Editor) -> impl IntoView {
    let shown = move || {
        let form = editor.form.get();
        let Some(draft) = form.draft(|at| words::offset(&form.zone, at)) else {
            return view! { <p class="panel">{t!("The preview needs the area and both ends of the window.")}</p> }.into_any();
        };
        let ways =
            [draft.tip_line.phone, draft.tip_line.web].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let lead = [draft.lead.name, draft.lead.title, draft.lead.contact].join(" · ");
        view! {
            <h2>{draft.title}</h2>
            <Paragraphs text=draft.text/>
            <WhereAndWhen area=draft.area window=draft.window zone=draft.zone/>
            <dl class="facts">
                <div><dt>{t!("Incident")}</dt><dd>{draft.incident_type}</dd></div>
                <div><dt>{t!("Case number")}</dt><dd class="mono">{draft.case_number.to_string()}</dd></div>
                <div><dt>{t!("Lead investigator")}</dt><dd>{lead}</dd></div>
                <div><dt>{t!("Help without your name")}</dt><dd>{ways}</dd></div>
            </dl>
        }
        .into_any()
    };
    view! { <section class="card stack" aria-label=t!("Preview as residents see it")>{shown}</section> }
}
