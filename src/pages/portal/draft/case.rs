//! The case: its number, what happened, who leads it.

use leptos::prelude::*;

use super::editor::Editor;
use super::fields::TextField;
use crate::words::t;

#[component]
pub fn CaseCard(editor: Editor) -> impl IntoView {
    let fixed = editor.is_amendment();
    view! {
        <section class="card stack" aria-labelledby="the-case">
            <h2 id="the-case">{t!("The case")}</h2>
            <div class="grid-2">
                <TextField editor id="case-number" label=t!("Case number") hint=t!("As your agency writes it.") class="input mono" fixed place=|form| &mut form.case_number/>
                <TextField editor id="incident" label=t!("Incident") hint=t!("A specific crime or emergency: “Burglary of a detached garage”.")
                    place=|form| &mut form.incident_type/>
            </div>
            <div class="grid-2">
                <TextField editor id="lead" label=t!("Lead investigator") hint=t!("An active officer of your agency, named as in its list.") choices=editor.officers() place=|form| &mut form.lead.name/>
                <TextField editor id="lead-title" label=t!("Their title") place=|form| &mut form.lead.title/>
            </div>
            <div class="grid-2">
                <TextField editor id="contact" label=t!("Contact shown") hint=t!("An address or phone number of the agency.") place=|form| &mut form.lead.contact/>
            </div>
        </section>
    }
}
