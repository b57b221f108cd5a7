//! `/privacy` The three promises in their exact words, what holds today, and what the server knows.

use leptos::prelude::*;

use crate::components::{Heading, Icon};
use crate::words::t;

#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <main class="page page--narrow stack stack-7" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Privacy")/>
                <p class="lead">{t!("Three things are the point of this project. Each is stated here in the words it is tested by, with what holds today.")}</p>
            </header>
            <section class="stack stack-3" aria-labelledby="promises">
                <h2 id="promises">{t!("Three promises")}</h2>
                <Promise
                    words=t!("The public record can be checked by anyone: an append-only log, its proofs verified in the reader’s browser.")
                    holds=false
                    today=t!("In part. Admissions, keys, officers and every request stand in a signed log that only grows, and what stands behind a badge is checked in your browser. Not yet: a page that checks all of it, witnesses elsewhere, and a program that watches it.")
                />
                <Promise
                    words=t!("What a resident shares is sealed in the browser: someone who holds the server’s disks, database, backups and logs cannot open it. (Who changes the program we serve could; the page says so.)")
                    holds=true
                    today=t!("Recordings, name, email address and home address are encrypted in your browser to a key that only officers of the agency hold. Withdrawing deletes the part without which the rest cannot be opened.")
                />
                <Promise
                    words=t!("No officer, resident, visitor or thief of the database can find out who lives where, who was asked, who looked or who declined. (The operator can learn a home’s cell, about 0.04 square miles, never its address, and who began a share until it is sent or 24 hours have passed.)")
                    holds=true
                    today=t!("The database holds the region of a home, about two square miles, and a keyed hash of its cell; the key is kept apart from the database. Which requests concern you is worked out in your browser. Looking, declining and opting out leave no trace that an agency could see or count.")
                />
            </section>
            <section class="stack stack-3" aria-labelledby="knows">
                <h2 id="knows">{t!("What the server knows of a resident")}</h2>
                <ul class="stack stack-2">
                    <li>{t!("The email address and a hash of the password, or the public half of each passkey with the name you gave it.")}</li>
                    <li>{t!("The region of the home and since when; the cell only as a hash made with a key that is kept outside the database and its backups.")}</li>
                    <li>{t!("The three switches, and whether you want the daily mail.")}</li>
                    <li>{t!("Posts and comments. Who wrote which stands in the database sealed to that same key, so that the database alone does not tell.")}</li>
                    <li>{t!("Photos and videos of your posts, for as long as the post is there. That you flagged something, and what was hidden of yours, for 90 days, under marks that only the key turns into names.")}</li>
                    <li>{t!("Which requests you shared with, when, and when the share was opened: until 30 days after it was withdrawn or its time was over.")}</li>
                    <li>{t!("A session while you are signed in, as a hash of its token, in the one cookie there is.")}</li>
                </ul>
            </section>
            <section class="stack stack-3" aria-labelledby="not">
                <h2 id="not">{t!("What it does not know")}</h2>
                <ul class="stack stack-2">
                    <li>{t!("Your name, your street address, your phone number, where you are.")}</li>
                    <li>{t!("What a recording shows, what it is called, when it was made.")}</li>
                    <li>{t!("Which requests concern you, which you read, and that you said “Not now”.")}</li>
                    <li>{t!("Whether you used a tip line: it is the agency’s own, and no page of ours stands between.")}</li>
                </ul>
                <p class="soft">{t!("No address, place or text of a resident is written to a log. No page loads anything from another host: no counters, no fonts, no maps of others.")}</p>
            </section>
            <section class="stack stack-3" aria-labelledby="browser">
                <h2 id="browser">{t!("What this browser keeps")}</h2>
                <ul class="stack stack-2">
                    <li>{t!("Until you sign out: the cell of your home, once you have confirmed it on this device. In which threads you wrote and how much of them you read, which decisions of moderators you read, the newest post you saw if you let new ones around your home be counted, and the number beside the bell. Whom you muted in which thread, and the places you looked at last. Your name, email and address for sharing, only if you tick that they be kept.")}</li>
                    <li>{t!("Until you send or discard it: a post you began, with its photos; of an officer, an announcement that is being written, with its photos.")}</li>
                    <li>{t!("Until you send it or close the tab: a comment you began, a change, an appeal, what you say is to be seen on a photo, what you typed into a form (never a password), and a mark that tells whose words these are; of an officer, a request that is being written. Besides, which page you came to last and whether by keys, so that reading goes on at the right place.")}</li>
                    <li>{t!("Which record this browser saw, and how long it was: so that one that was exchanged or rewritten is noticed.")}</li>
                    <li>{t!("The language, if you chose one.")}</li>
                </ul>
            </section>
            <section class="stack stack-3" aria-labelledby="cannot">
                <h2 id="cannot">{t!("What nobody can promise")}</h2>
                <p>{t!("Whoever runs this server could serve a changed program, and a changed program could send more than this one. What an officer saved to a disk cannot be called back. A court can order an agency to hand over what it holds.")}</p>
            </section>
        </main>
    }
}

#[component]
fn Promise(words: &'static str, holds: bool, today: &'static str) -> impl IntoView {
    let state = match holds {
        true => view! { <span class="tag tag--good"><Icon name="check"/>{t!("In place")}</span> }.into_any(),
        false => view! { <span class="tag tag--warn"><Icon name="clock"/>{t!("Not yet")}</span> }.into_any(),
    };
    view! {
        <section class="card stack stack-2">
            <p><b>{words}</b></p>
            <p>{state}</p>
            <p class="soft">{today}</p>
        </section>
    }
}
