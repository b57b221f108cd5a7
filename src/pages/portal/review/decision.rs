//! The checklist and the decision. What is ticked and written stays in this tab until it was sent.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::review::{Answer, Case, Decision, Question, Sensitive, Verdict};

use crate::api;
use crate::components::{Field, Icon};
use crate::words::{self, say, t};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Approve,
    Return,
    Refuse,
}

#[component]
pub fn Decide(case: Case) -> impl IntoView {
    let Case { id, fingerprint, .. } = case;
    let answers = RwSignal::new([None::<Answer>; Question::ALL.len()]);
    let sensitive = RwSignal::new(Vec::<Sensitive>::new());
    let choice = RwSignal::new(None::<Choice>);
    let reason = RwSignal::new(None::<Question>);
    let note = crate::typed::kept("review-note");
    let decision = move || {
        let because = || reason.get().map(|reason| (reason, note.get()));
        let verdict = match choice.get()? {
            Choice::Approve => Verdict::Approve,
            Choice::Return => because().map(|(reason, note)| Verdict::Return { reason, note })?,
            Choice::Refuse => because().map(|(reason, note)| Verdict::Refuse { reason, note })?,
        };
        let answers = answers.get().to_vec();
        Some(Decision { answers, sensitive: sensitive.get(), verdict, fingerprint: fingerprint.clone() })
    };
    let decision = Memo::new(move |_| decision());
    let navigate = use_navigate();
    let send = Action::new_local(move |decision: &Decision| {
        let (id, decision, navigate) = (id.clone(), decision.clone(), navigate.clone());
        async move {
            api::review(&id, &decision).await?;
            note.set(String::new());
            navigate(pages::REVIEW, Default::default());
            Ok::<(), api::Error>(())
        }
    });
    let tried = RwSignal::new(false);
    let press = move |_| {
        tried.set(true);
        if let Some(decision) = decision.get_untracked()
            && decision.check().is_ok()
            && !send.pending().get_untracked()
        {
            send.dispatch_local(decision);
        }
    };
    let problem = move || {
        if !tried.get() {
            return None;
        }
        match decision.get() {
            None => {
                Some(t!("Choose what you decide; for a return or a refusal, also the reason.").to_owned())
            }
            Some(decision) => decision.check().err().map(say),
        }
    };
    let failed = move || send.value().get().and_then(Result::err).filter(|_| !send.pending().get());
    let banner = move || {
        let (words, more) = match (problem(), failed()) {
            (Some(words), _) => (words, Vec::new()),
            (None, Some(api::Error::Api(ApiError::Refused { refusals }))) => {
                let sentence =
                    t!("By now it breaks a rule, so it cannot be published. Return it.").to_owned();
                (sentence, refusals.into_iter().map(say).collect())
            }
            (None, Some(error)) => (words::say(error), Vec::new()),
            (None, None) => return None,
        };
        let more = more.into_iter().map(|words| view! { <p>{words}</p> }).collect_view();
        Some(
            view! { <div class="banner banner--error"><Icon name="warn"/><div><p>{words}</p>{more}</div></div> },
        )
    };
    let label = move || match choice.get() {
        Some(Choice::Return) => t!("Return to the agency"),
        Some(Choice::Refuse) => t!("Refuse"),
        _ => t!("Approve"),
    };
    view! {
        <Checklist answers/>
        <SensitiveBox sensitive/>
        <section class="card stack" aria-labelledby="decision">
            <h2 id="decision">{t!("Decision")}</h2>
            <Choices choice/>
            {move || (choice.get().is_some_and(|choice| choice != Choice::Approve)).then(|| view! { <Because answers reason note/> })}
            <div role="alert">{banner}</div>
            <div class="buttons">
                <button class="button button--primary" type="button" aria-disabled=move || send.pending().get().then_some("true") on:click=press>{label}</button>
                <a class="button button--quiet" href=pages::REVIEW>{t!("Back to the queue")}</a>
            </div>
        </section>
    }
}

type Answers = RwSignal<[Option<Answer>; Question::ALL.len()]>;

#[component]
fn Checklist(answers: Answers) -> impl IntoView {
    let answered = move || {
        let n = answers.with(|answers| answers.iter().flatten().count());
        t!("{answered} of {of} answered", answered = n.to_string(), of = Question::ALL.len().to_string())
    };
    let question = |(n, question): (usize, Question)| {
        let button = move |answer: Answer| {
            let pressed =
                move || if answers.with(|answers| answers[n] == Some(answer)) { "true" } else { "false" };
            view! { <button type="button" aria-pressed=pressed on:click=move |_| answers.update(|answers| answers[n] = Some(answer))>{words::tr(answer.name())}</button> }
        };
        let asks = words::tr(question.asks());
        view! {
            <li class="question">
                <div><p><b>{asks}</b></p><p class="small quiet">{words::tr(question.hint())}</p></div>
                <div class="segments" role="group" aria-label=asks>{Answer::ALL.map(button).collect_view()}</div>
            </li>
        }
    };
    view! {
        <section class="stack stack-3" aria-labelledby="checklist">
            <div class="row row--apart"><h2 id="checklist">{t!("Checklist")}</h2><span class="small quiet" role="status">{answered}</span></div>
            <ol class="card questions" role="list">{Question::ALL.into_iter().enumerate().map(question).collect_view()}</ol>
        </section>
    }
}

#[component]
fn SensitiveBox(sensitive: RwSignal<Vec<Sensitive>>) -> impl IntoView {
    let tick = |one: Sensitive| {
        let change = move |on: bool| {
            sensitive.update(|all| {
                all.retain(|other| *other != one);
                if on {
                    all.push(one);
                }
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=move || sensitive.with(|all| all.contains(&one)) on:change:target=move |event| change(event.target().checked())/>
                <span>{words::tr(one.name())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="card stack stack-1">
            <legend class="unseen">{t!("A second reviewer")}</legend>
            <h2 class="h3">{t!("A second reviewer")}</h2>
            <p class="small quiet">{t!("If any of this is so, another reviewer has to approve it too.")}</p>
            {Sensitive::ALL.map(tick).collect_view()}
        </fieldset>
    }
}

#[component]
fn Choices(choice: RwSignal<Option<Choice>>) -> impl IntoView {
    let one = move |this: Choice, name: &'static str, means: &'static str| {
        view! {
            <label class="tick">
                <input type="radio" name="decision" prop:checked=move || choice.get() == Some(this) on:change=move |_| choice.set(Some(this))/>
                <span><b>{name}</b>" "<span class="soft">{means}</span></span>
            </label>
        }
    };
    view! {
        <div class="stack stack-1" role="radiogroup" aria-label=t!("Decision")>
            {one(Choice::Approve, t!("Approve"), t!("It is published at once, with your number."))}
            {one(Choice::Return, t!("Return"), t!("The agency can mend it and send it again."))}
            {one(Choice::Refuse, t!("Refuse"), t!("Counted in public with the reason, without the text."))}
        </div>
    }
}

/// Only what was not answered with yes can be a reason.
#[component]
fn Because(answers: Answers, reason: RwSignal<Option<Question>>, note: RwSignal<String>) -> impl IntoView {
    let options = move || {
        let open = answers.get();
        let doubted = Question::ALL.into_iter().zip(open).filter(|(_, answer)| *answer != Some(Answer::Yes));
        let option = |(question, _): (Question, _)| {
            let selected = move || reason.get() == Some(question);
            view! { <option value=question.key() prop:selected=selected>{words::tr(question.reason())}</option> }
        };
        doubted.map(option).collect_view()
    };
    view! {
        <Field id="reason" label=t!("Reason") error=None>
            <select class="input" id="reason" on:change:target=move |event| reason.set(Question::from_key(&event.target().value()))>
                <option value="" prop:selected=move || reason.get().is_none()>{t!("Choose a reason")}</option>
                {options}
            </select>
        </Field>
        <Field id="note" label=t!("What to change, or why not") hint=t!("The agency reads it; nobody else.") error=None>
            <textarea class="input" id="note" rows="4" aria-describedby="note-hint" prop:value=note on:input:target=move |event| note.set(event.target().value())></textarea>
        </Field>
    }
}
