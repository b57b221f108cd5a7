//! Why this reader cannot share with this request, and the ways out.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::AssistanceRequest;

use crate::components::{AgencyName, Heading, Icon};
use crate::standing::Standing;
use crate::words::t;

#[component]
pub fn Refused(request: AssistanceRequest, standing: Standing) -> impl IntoView {
    let (told, more, way) = standing.told();
    let back = pages::assistance_request(&request.id);
    let here = pages::help(&request.id);
    let anonymous = [&back, "#anonymous"].concat();
    let way = way.map(|way| view! { <a class="button button--primary" href=way.href(&here)>{way.label}</a> });
    view! {
        <p><a class="back" href=back><Icon name="back"/>{t!("The request")}</a></p>
        <header class="stack stack-2">
            <Heading text=t!("You cannot share here now")/>
            <p class="lead">{request.draft.title}" · "<AgencyName agency=request.agency/></p>
        </header>
        <div class="banner banner--warn"><Icon name="info"/><p><b>{told}</b>" "{more}</p></div>
        <div class="buttons">
            {way}
            <a class="button" href=anonymous rel="external">{t!("Help without your name")}</a>
        </div>
        <p class="small quiet">{t!("Nothing was sent. Nobody is told that you were here.")}</p>
    }
}
