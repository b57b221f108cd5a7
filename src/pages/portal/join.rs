//! `/portal/join#TOKEN` An officer takes up an invitation: the badge, how to sign in, and the key made in this browser.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::LinkToken;
use neighbors_domain::officers::{
    Authenticator as Shown, Enrol, Field as About, Invitation, OfficerError, WayIn,
};
use neighbors_domain::password::Password;

use super::authenticator::{Authenticator, new_secret};
use super::form::{Above, Failed, Refused};
use crate::components::{Art, Blank, Heading, Icon, Loaded};
use crate::keyring::to_base64;
use crate::pages::account::{Line, NewPassword, Send, link_token};
use crate::pages::settings::default_name;
use crate::seal::messages::OfficerKey;
use crate::session::Session;
use crate::words::{self, t};
use crate::{api, passkey, seal};

#[component]
pub fn JoinPage() -> impl IntoView {
    let body = match link_token() {
        Some(token) => {
            let of = token.clone();
            let invitation = LocalResource::new(move || api::invitation(of.clone()));
            let whole = move |invitation| view! { <Whole token=token.clone() invitation/> };
            let over = move || match invitation.get() {
                Some(Err(api::Error::Api(ApiError::Invalid { sentence, .. }))) => Some(sentence),
                _ => None,
            };
            // Used or too old: trying again would change nothing, so it is not offered.
            let body = move || {
                match over() {
                Some(why) => view! {
                    <Blank art=Art::Nothing title=t!("This invitation is over").to_owned() page=true><p>{words::say(why)}</p></Blank>
                }
                .into_any(),
                None => view! { <Loaded resource=invitation what=t!("the invitation") page=true view=whole.clone()/> }
                    .into_any(),
            }
            };
            view! { {body} }.into_any()
        }
        None => view! {
            <Blank art=Art::Nothing title=t!("This link is not whole").to_owned() page=true>
                <p>{t!("Open the link in the mail again, or copy all of it into the address line.")}</p>
            </Blank>
        }
        .into_any(),
    };
    view! { <main class="page page--slim stack stack-6" id="main" tabindex="-1">{body}</main> }
}

/// A key and a secret are made once in the life of this page; without them there is nothing to fill in.
#[component]
fn Whole(token: LinkToken, invitation: Invitation) -> impl IntoView {
    let made = LocalResource::new(|| async {
        let key = seal::new_officer_key().await.map_err(words::say)?;
        let secret = new_secret()
            .ok_or_else(|| t!("This browser could not make a key. Try another one.").to_owned())?;
        Ok::<_, String>((key, secret))
    });
    let body = move || {
        made.get().map(|made| match made {
            Ok((key, secret)) => {
                view! { <Form token=token.clone() invitation=invitation.clone() key secret/> }.into_any()
            }
            Err(why) => {
                view! { <div class="banner banner--error" role="alert"><Icon name="warn"/><p>{why}</p></div> }
                    .into_any()
            }
        })
    };
    view! {
        <header class="stack stack-2">
            <Heading text=t!("Become an officer here")/>
        </header>
        {body}
    }
}

#[component]
fn Form(token: LinkToken, invitation: Invitation, key: OfficerKey, secret: String) -> impl IntoView {
    let session = Session::here();
    let navigate = use_navigate();
    let text = || RwSignal::new(String::new());
    let (name, title, badge_number, password, code) = (text(), text(), text(), text(), text());
    let kept = RwSignal::new(false);
    let not_kept = RwSignal::new(false);
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    // A passkey of this device, in place of password and codes.
    let by_device = RwSignal::new(false);
    let no_passkey = RwSignal::new(None::<String>);
    let passphrase = key.passphrase.clone();
    let totp_secret = secret.clone();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let chosen = WayIn::Codes {
            password: Password(password.get_untracked()),
            authenticator: Shown { totp_secret: totp_secret.clone(), code: code.get_untracked() },
        };
        let mut enrol = Enrol {
            token: token.clone(),
            name: name.get_untracked(),
            title: title.get_untracked(),
            badge_number: badge_number.get_untracked(),
            way_in: chosen,
            recipient: key.recipient.clone(),
            wrapped_identity: to_base64(&key.wrapped),
            signing_key: key.signing_key,
        };
        let mut errors = enrol.check().err().unwrap_or_default();
        let device = by_device.get_untracked();
        if let (WayIn::Codes { password, authenticator }, false) = (&enrol.way_in, device) {
            let weak = password.check("", |_| false).err();
            errors.extend(weak.map(|error| OfficerError::Password { error }));
            errors.extend(authenticator.code.trim().is_empty().then_some(OfficerError::WrongCode));
        }
        not_kept.set(!kept.get_untracked());
        if !errors.is_empty() || !kept.get_untracked() {
            return refused.refuse(errors);
        }
        refused.clear();
        sending.set(true);
        let navigate = navigate.clone();
        no_passkey.set(None);
        spawn_local(async move {
            let sent = async {
                if device {
                    enrol.way_in = ask_device(enrol.token.clone()).await?;
                }
                api::enrol(&enrol).await.map_err(Trouble::Call)
            };
            match sent.await {
                Ok(_) => {
                    session.changed().await;
                    navigate(pages::PORTAL, Default::default());
                }
                Err(trouble) => {
                    sending.try_set(false);
                    match trouble {
                        Trouble::Call(error) => refused.say(error),
                        Trouble::Device(why) => drop(no_passkey.try_set(Some(why.sentence().to_owned()))),
                    }
                }
            }
        });
    };
    let Invitation { email, agency, .. } = invitation;
    let print = move |_| drop(window().print());
    view! {
        <p class="lead">{t!("{agency} invites {email}. The invitation works once.", agency = agency.name, email = email.clone())}</p>
        <form class="stack stack-6" novalidate=true on:submit=submit>
            <section class="stack" aria-labelledby="your-badge">
                <h2 id="your-badge">{t!("What stands on your badge")}</h2>
                <p class="small soft">{t!("Name and title stand in public beside everything you write. People who shared with you see your badge number.")}</p>
                <Line id="name" label=t!("Name") hint=t!("As colleagues address you: Det. Maya Ortega") autocomplete="name" value=name error=refused.beside(About::Name)/>
                <Line id="title" label=t!("Title") hint=t!("And unit: Detective, Property Crimes") autocomplete="organization-title" value=title error=refused.beside(About::Title)/>
                <Line id="badge-number" label=t!("Badge number") autocomplete="off" value=badge_number error=refused.beside(About::BadgeNumber)/>
            </section>
            <section class="stack" aria-labelledby="signing-in">
                <h2 id="signing-in">{t!("How you sign in")}</h2>
                <WaysIn by_device/>
                // Hidden, not gone: what was typed and the secret in the app stay.
                <div class="stack" hidden=by_device>
                    <p class="small soft">{t!("With {email}, a password, and six digits from an authenticator app.", email = email.clone())}</p>
                    <NewPassword value=password error=refused.beside(About::Password)/>
                    <Authenticator email=email.clone() secret/>
                    <Line id="code" label=t!("Six digits from the app") autocomplete="one-time-code" value=code error=refused.beside(About::Code)/>
                </div>
                <p class="small soft" hidden=move || !by_device.get()>{t!("The device asks for your finger, your face or its own number when you press the button below. Add a second passkey later, on another device: whoever loses the only one needs a new invitation.")}</p>
            </section>
            <section class="stack card sheet" aria-labelledby="your-key">
                <h2 id="your-key" class="row"><Icon name="key"/>{t!("The passphrase of your key")}</h2>
                <p class="mono sheet__words">{passphrase}</p>
                <p class="small soft">{t!("It signs what you write and opens what residents share with you. It was made in this browser, is never sent, and is shown this once: whoever loses it needs a new invitation and opens nothing older.")}</p>
                <p class="small soft">{t!("Officer: {email}. Keep this sheet where your badge is kept, not beside the computer.", email = email)}</p>
                <div class="buttons"><button class="button" type="button" on:click=print>{t!("Print this sheet")}</button></div>
                <div class="field">
                    <label class="tick" for="kept">
                        <input type="checkbox" id="kept" prop:checked=kept on:change:target=move |event| kept.set(event.target().checked())/>
                        <span>{t!("I have printed it or written it down")}</span>
                    </label>
                    {move || (not_kept.get() && !kept.get()).then(|| view! {
                        <p class="field__error" role="alert"><Icon name="warn"/><span>{t!("Keep the passphrase first. Nobody can show it again.")}</span></p>
                    })}
                </div>
            </section>
            <Above refused/>
            <Failed why=no_passkey.into()/>
            <Send sending label=t!("Become an officer") class="button--primary button--wide"/>
        </form>
    }
}

#[component]
fn WaysIn(by_device: RwSignal<bool>) -> impl IntoView {
    let one = move |device: bool, name: &'static str, means: &'static str| {
        view! {
            <label class="tick">
                <input type="radio" name="way-in" prop:checked=move || by_device.get() == device on:change=move |_| by_device.set(device)/>
                <span><b>{name}</b>" "<span class="soft">{means}</span></span>
            </label>
        }
    };
    view! {
        <div class="stack stack-1" role="radiogroup" aria-labelledby="signing-in">
            {one(false, t!("Password and codes"), t!("On any computer, with an app on your phone."))}
            {one(true, t!("A passkey"), t!("Kept by this device or a security key: nothing to type."))}
        </div>
    }
}

enum Trouble {
    Call(api::Error),
    Device(passkey::NoPasskey),
}

async fn ask_device(token: LinkToken) -> Result<WayIn, Trouble> {
    let question = api::begin_enrolling(token).await.map_err(Trouble::Call)?;
    let answer = passkey::make(&question).await.map_err(Trouble::Device)?;
    Ok(WayIn::Passkey { answer, name: default_name() })
}
