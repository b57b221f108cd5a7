-- One SQL for SQLite and PostgreSQL: ids as text, times as milliseconds in a bigint, no booleans
-- (a nullable time says more), no blobs. Who can read each column, why it exists and when it goes:
-- docs/threats.md.

-- Facts about this server: whether it is a demo, the place shown first.
create table setting (
    name  text primary key,
    value text not null
);

-- Neighborhoods, cities and streets one can type.
create table place (
    slug   text primary key,
    name   text not null,
    -- Lower case without accents, for finding.
    sought text not null,
    region text not null,
    -- 0 a neighborhood or city, 1 a street: where names are alike, the larger comes first.
    rank   bigint not null
);
create index place_by_rank on place (rank, sought);
create index place_by_region on place (region);

-- Every three letters of the names of places: a name with a typing error still shares some with the right one.
create table place_gram (
    gram text not null,
    slug text not null,
    primary key (gram, slug)
);
create index place_gram_by_slug on place_gram (slug);

-- The neighborhood a cell of a post lies in: the name beside the post, looked up when it is written.
create table place_cell (
    cell text primary key,
    name text not null
);

-- What maps draw under the honeycomb: what a file brought, as it was imported.
create table ground_source (
    -- "streets/denver-streets": a file of the same name takes the place of the one before.
    name         text primary key,
    -- A hash of each feature as JSON, so that an import says what changed, and changes nothing when run again.
    fingerprints text not null
);
create table ground_part (
    -- "region/872681364ffffff", "states", "counties/CO", "outline/0820000".
    key    text not null,
    source text not null references ground_source (name),
    shapes text not null,
    primary key (key, source)
);
create index ground_part_by_source on ground_part (source);

-- The same of all files together, ready to be sent: one read for each answer. Compressed forms in base64.
create table ground (
    key    text primary key,
    etag   text not null,
    plain  text not null,
    brotli text,
    gzip   text
);

-- Public-safety agencies. Listed ones are public facts with a source.
create table agency (
    id              text primary key,
    slug            text not null unique,
    name            text not null,
    -- Name, city, county and state, lower case without accents: for finding and for the order of lists.
    sought          text not null,
    kind            text not null,
    demo            bigint not null default 0,
    city            text,
    county          text,
    us_state        text not null,
    -- As exactly as known: 2019-08-27 or 2020-03.
    since           text not null,
    active_since    bigint,
    suspended_since bigint,
    left_since      bigint,
    -- Of the station or city: public facts, the only coordinates in this database.
    latitude        double precision,
    longitude       double precision,
    official_domain text,
    contact         text,
    tip_phone       text,
    tip_web         text,
    gifts           text,
    retention_days  bigint,
    jurisdiction    text,
    -- age public key of the recovery sheet: every request's key is wrapped for it too.
    recovery_recipient text,
    -- Ed25519 public key, hex: signs certificates of officers. Null until an administrator made it.
    root_key           text,
    programme       text,
    credit          text,
    license         text,
    link            text,
    correction      text,
    -- Census number of the city (7 digits), township (10) or county (5) it serves.
    outline         text,
    -- When its administrators last said that the list of officers is right, and were last reminded to.
    officers_confirmed_at bigint,
    officers_reminded_at  bigint,
    -- The row of the source, so that an import changes nothing when run again.
    source_id       text unique
);
create index agency_by_name on agency (sought, slug);
create index agency_by_state on agency (us_state, sought, slug);

-- Every decision of the operator about an agency: admitted, suspended, resumed, left. Rows are only added.
create table agency_step (
    agency_id text not null references agency (id),
    -- Counted from 1 for each agency.
    n         bigint not null,
    what      text not null,
    at        bigint not null,
    primary key (agency_id, n)
);

-- The regions an active agency serves; who can read a post is said from these.
create table agency_region (
    agency_id text not null references agency (id),
    region    text not null,
    primary key (region, agency_id)
);
-- For the map of its profile.
create index agency_region_by_agency on agency_region (agency_id, region);

create table account (
    id                   text primary key,
    -- Lower case.
    email                text not null unique,
    -- Null for somebody who signs in with passkeys alone.
    password_hash        text,
    created_at           bigint not null,
    hides_requests_since bigint,
    not_notified_since   bigint,
    opted_out_at         bigint,
    opted_in_at          bigint,
    home_region          text,
    -- HMAC-SHA256(pepper, "home-v1" ‖ account id ‖ cell), hex: says yes or no to a cell, never which.
    home_tag             text,
    home_set_at          bigint,
    -- The very first choice: for a day from then it may be corrected.
    home_first_at        bigint,
    -- Wants the digest of the home's region by mail, in this language: en or es.
    digest               text
);

-- Which day's digest of a region left last: days since 1970. Nothing of who got it.
create table digest_sent (
    region text primary key,
    day    bigint not null
);

-- Only the SHA-256 of a token: a thief of this table is signed in nowhere.
create table session (
    token_sha256 text primary key,
    -- For its owner to name it by; signs nobody in.
    id           text not null unique,
    account_id   text not null references account (id),
    created_at   bigint not null,
    expires_at   bigint not null,
    -- Days since 1970 in UTC: no finer, or it would be a diary.
    used_on      bigint not null,
    -- Of a short list each: "firefox", "android".
    browser      text not null,
    system       text not null
);
create index session_by_account on session (account_id);

-- Keys in people's devices that sign them in. Only the public half is here: nobody signs in with it.
create table passkey (
    -- For its owner to name it by.
    id            text primary key,
    -- As the device calls it, hex.
    credential_id text not null unique,
    account_id    text not null references account (id),
    name          text not null,
    -- Public key, and what the device counts with: hex, as webauthn_rp writes them.
    public_key    text not null,
    counters      text not null,
    created_at    bigint not null,
    -- Days since 1970 in UTC, as of a session.
    used_on       bigint not null
);
create index passkey_by_account on passkey (account_id);

-- Questions to devices that were not answered yet: each is answered once, within minutes.
create table passkey_question (
    challenge  text primary key,
    -- join, enrol, add, prove or sign_in.
    purpose    text not null,
    -- Whose answer is awaited. While joining or enrolling it is an id that has no account yet; while signing in nobody is known.
    account_id text,
    state      text not null,
    expires_at bigint not null
);
create index passkey_question_by_end on passkey_question (expires_at);

-- A passkey was shown in this session in place of a password: good for the next change, once, for minutes.
create table passkey_proof (
    session_sha256 text primary key,
    account_id     text not null references account (id),
    expires_at     bigint not null
);

-- What stands behind the # of a link in a mail, as SHA-256. Works once, for a day.
create table mail_link (
    token_sha256 text primary key,
    -- join, recover, old_email or new_email.
    purpose      text not null,
    -- Where it was sent.
    email        text not null,
    -- Null while joining: there is none yet.
    account_id   text references account (id),
    expires_at   bigint not null
);
create index mail_link_by_end on mail_link (expires_at);

-- A password chosen by mail, until its day has passed or somebody signed in says no.
create table recovery (
    account_id      text primary key references account (id),
    password_hash   text not null,
    takes_effect_at bigint not null
);
create index recovery_by_effect on recovery (takes_effect_at);

-- A new email address, until both mailboxes have said yes.
create table email_change (
    account_id       text primary key references account (id),
    email            text not null,
    expires_at       bigint not null,
    old_confirmed_at bigint,
    new_confirmed_at bigint
);

-- Accounts that are gone, until what they wrote is on its way out: minutes.
create table leaving (
    account_id text primary key,
    left_at    bigint not null
);

-- What its author takes back by leaving, each at a moment drawn for it alone. Not whose it is.
create table removal (
    item_id text primary key,
    -- post or comment.
    kind    text not null,
    due_at  bigint not null
);
create index removal_by_due on removal (due_at);

-- Wrong homes tried, per account and UTC day; old days go.
create table wrong_home (
    account_id text not null references account (id),
    day        bigint not null,
    tries      bigint not null,
    primary key (account_id, day)
);

create table officer (
    id               text primary key,
    account_id       text not null unique references account (id),
    agency_id        text not null references agency (id),
    name             text not null,
    title            text not null,
    badge_number     text not null,
    enrolled_at      bigint not null,
    ended_at         bigint,
    -- age public key, and the identity sealed with a passphrase that is never sent.
    recipient        text not null,
    wrapped_identity text not null,
    -- Ed25519 public key, hex: signs what the officer writes.
    signing_key      text not null,
    -- When the agency's root key signed theirs; null until then. The certificate itself stands in the record.
    certified_at     bigint,
    -- Of post, request, receive and supervise: "post,receive".
    roles            text not null,
    -- May invite, change and end officers of the agency.
    admin_since      bigint,
    -- Days since 1970 in UTC, as of a session.
    seen_on          bigint not null,
    -- Nobody came for sixty days; the administrator may switch them on again.
    off_since        bigint,
    -- The secret of their authenticator, sealed to a key kept with the pepper.
    totp_sealed      text,
    -- The last half minute whose code was used: each works once.
    totp_step        bigint
);
create index officer_by_agency on officer (agency_id);

-- The root key of an agency: its secret half, sealed to each administrator's own key. On paper it lies in the agency's safe.
create table agency_root_key (
    agency_id  text not null references agency (id),
    officer_id text not null references officer (id),
    -- base64 of an age file.
    wrapped    text not null,
    primary key (agency_id, officer_id)
);

-- Sent to a mailbox of the agency and not used yet. What stands behind the # of its link, as SHA-256.
create table officer_invitation (
    token_sha256  text primary key,
    id            text not null unique,
    agency_id     text not null references agency (id),
    email         text not null,
    roles         text not null,
    administrator bigint not null,
    expires_at    bigint not null
);
create index officer_invitation_by_agency on officer_invitation (agency_id, expires_at);
create index officer_invitation_by_end on officer_invitation (expires_at);

create table post (
    id            text primary key,
    category      text not null,
    title         text not null,
    text          text not null,
    -- Null where the cell could point at one house (domain::one_house): then only the region is kept.
    cell          text,
    region        text not null,
    happened_at   bigint,
    published_at  bigint not null,
    -- HMAC(thread key, account): the same person in two threads has two tags.
    author_tag    text not null,
    -- The account, sealed to a key kept with the pepper: for moderation and leaving, never joined on.
    author_sealed text not null,
    officer_id    text references officer (id),
    removed_at    bigint,
    -- Why a moderator hid it; null while it is shown. The words stay, for its author, an appeal and a return.
    hidden_reason text,
    -- As in comment.
    signed        text
);
create index post_by_officer on post (officer_id);

-- Where an officer's announcement stands: each region once; post.region is the first of them.
create table announcement_region (
    post_id text not null references post (id),
    region  text not null,
    primary key (post_id, region)
);

-- Photos and videos. Their files lie on disk under these ids; without this row they go.
create table media (
    id         text primary key,
    -- HMAC(pepper, "media-v1" ‖ account id) until a post carries it; null from then on.
    owner_tag  text,
    -- photo or video
    kind       text not null,
    bytes      bigint not null,
    -- Of a photo.
    width      bigint,
    height     bigint,
    -- The same photo for a list: a file of its own.
    small_id   text unique,
    alt        text not null,
    created_at bigint not null,
    post_id    text references post (id),
    position   bigint
);
create index media_by_post on media (post_id, position);
create index media_by_owner on media (owner_tag);
create index media_by_age on media (created_at) where post_id is null;

-- Photos and videos on their way in parts: how much of each is on disk and safe. The file is `ID.part` until it is whole.
create table arriving (
    id         text primary key,
    -- As in media.
    owner_tag  text not null,
    kind       text not null,
    -- Announced, and here.
    bytes      bigint not null,
    arrived    bigint not null,
    created_at bigint not null
);
create index arriving_by_owner on arriving (owner_tag);
create index arriving_by_age on arriving (created_at);

-- Requests for assistance: public for ever, exactly as published.
create table assistance_request (
    id            text primary key,
    agency_id     text not null references agency (id),
    officer_id    text not null references officer (id),
    version       bigint not null,
    case_number   text not null,
    -- The case number as compared: spelling tricks are one case.
    case_key      text not null,
    -- The draft as JSON: what the officer signed is what everyone reads.
    draft         text not null,
    title         text not null,
    submitted_at  bigint not null,
    -- What the rules were judged against, JSON; set at publication.
    judged        text,
    published_at  bigint,
    open_until    bigint,
    resolved_at   bigint,
    voided_at     bigint,
    outcome       text,
    outcome_at    bigint,
    -- age public key that shares are sealed to.
    recipient     text not null
);
create index assistance_request_by_agency on assistance_request (agency_id, published_at);
create index assistance_request_by_case on assistance_request (agency_id, case_key);

-- What was sent to review, the first version and each amendment, and what became of it there.
create table assistance_request_version (
    assistance_request_id text not null references assistance_request (id),
    version               bigint not null,
    officer_id            text not null references officer (id),
    draft                 text not null,
    submitted_at          bigint not null,
    -- The officer's signed statement, JSON; and the salt of the hash the record took when it was sent.
    signed                text,
    salt                  text not null,
    -- Approved once, where another reviewer has to look too; and why: keys between commas.
    first_reviewer        bigint,
    sensitive             text,
    decided_at            bigint,
    -- published, returned or refused; by whom, why, and what the agency is told.
    verdict               text,
    reviewer              bigint,
    reason                text,
    note                  text,
    primary key (assistance_request_id, version)
);
create index assistance_request_version_waiting on assistance_request_version (submitted_at) where decided_at is null;

-- What an officer has written and not sent yet: the form as JSON.
create table assistance_request_draft (
    officer_id text not null references officer (id),
    -- Chosen by the browser.
    id         text not null,
    form       text not null,
    saved_at   bigint not null,
    primary key (officer_id, id)
);
create index assistance_request_draft_by_age on assistance_request_draft (saved_at);

-- Who checks requests before they are published: residents whom the operator named, known by a number used once.
create table reviewer (
    number     bigint primary key,
    account_id text not null unique references account (id),
    since      bigint not null
);

-- Their training, one row for each module that was passed. By number: it stays when the account is gone.
create table reviewer_module (
    number   bigint not null,
    module   text not null,
    -- 2026-10-05
    done_on  text not null,
    assessor text not null,
    primary key (number, module)
);

-- Agencies whose requests a reviewer never decides about: where they work, or worked. Of the person, not of the number:
-- whoever is named again comes back with it.
create table reviewer_away (
    account_id text not null references account (id),
    agency_id  text not null references agency (id),
    primary key (account_id, agency_id)
);

-- Cases a reviewer left to the others: never offered to them again. Nobody asks why, and nothing here says it.
create table reviewer_handed_on (
    number                bigint not null,
    assistance_request_id text not null references assistance_request (id),
    primary key (number, assistance_request_id)
);

-- For the limit per place.
create table assistance_request_cell (
    assistance_request_id text not null references assistance_request (id),
    agency_id             text not null references agency (id),
    cell                  text not null,
    primary key (agency_id, cell, assistance_request_id)
);

-- The request's age identity, sealed to each officer who may receive, and to the agency's recovery key ("recovery").
create table assistance_request_key (
    assistance_request_id text not null references assistance_request (id),
    holder                text not null,
    wrapped               text not null,
    primary key (assistance_request_id, holder)
);

-- A city's public record: incidents as an import took them. No coordinate, no address, nobody's name.
create table incident_source (
    -- Of the mapping that read it: "denver".
    key     text primary key,
    name    text not null,
    license text not null,
    link    text not null
);

create table incident (
    -- Made of source and source_id: the same on every server.
    id          text primary key,
    source      text not null references incident_source (key),
    source_id   text not null,
    category    text not null,
    what        text not null,
    cell        text not null,
    region      text not null,
    first_at    bigint not null,
    last_at     bigint,
    reported_at bigint not null,
    -- In a demo; 0 elsewhere.
    moved_weeks bigint not null
);
create index incident_by_source on incident (source);

-- The feed, one row per item and region: one index answers it.
create table feed_item (
    region       text not null,
    published_at bigint not null,
    item_id      text not null,
    -- Which table it stands in: post, assistance_request or incident.
    item         text not null,
    -- The chip it stands under, so that a filter is one walk of one index, however many categories it has.
    kind         text not null,
    -- A category, and the cell it happened in, for counting; both null for a request that only touches
    -- the region.
    category     text,
    cell         text,
    primary key (region, published_at, item_id)
);
create index feed_item_by_kind on feed_item (region, kind, published_at, item_id);
create index feed_item_of_record on feed_item (region, published_at, item_id) where item = 'incident';
-- Holds all that counting needs.
create index feed_item_by_cell on feed_item (region, published_at, item, kind, cell, category);

-- The public record: never changed, only added to.
create table record_leaf (
    -- Counted from 0.
    n     bigint primary key,
    at    bigint not null,
    -- What it is found by: "agency/ADDRESS", "key/ADDRESS", "officer/ID", "ended/ID", "request/ID".
    about text not null,
    -- The bytes that are hashed into the tree, JSON.
    leaf  text not null,
    salt  text not null,
    -- JSON; null where a court had it erased.
    body  text
);
create index record_leaf_by_about on record_leaf (about, n);

-- Hashes of the tree that never change again, numbered as tlog-tiles numbers them.
create table record_hash (
    i    bigint primary key,
    -- base64.
    hash text not null
);

create table record_head (
    -- Always 1.
    id         bigint primary key,
    size       bigint not null,
    root       text not null,
    -- The signed note: committed with what it covers.
    checkpoint text not null,
    -- The verifier key it was begun with.
    key        text not null
);

create table comment (
    id            text primary key,
    -- The post or assistance request it answers.
    thread_id     text not null,
    text          text not null,
    at            bigint not null,
    author_tag    text not null,
    author_sealed text not null,
    officer_id    text references officer (id),
    edited_at     bigint,
    removed_at    bigint,
    -- As in post.
    hidden_reason text,
    -- Of an officer: the signed statement, JSON; goes with the words.
    signed        text
);
create index comment_by_thread on comment (thread_id, at);
create index comment_by_officer on comment (officer_id);
-- For a minute after its removal a comment can come back: these still have their words.
create index comment_by_removal on comment (removed_at) where text <> '';

-- The number of a neighbor inside one thread, stored at first appearance, never reused.
create table thread_author (
    thread_id  text not null,
    author_tag text not null,
    number     bigint not null,
    primary key (thread_id, author_tag),
    unique (thread_id, number)
);

-- Residents who decide about flags. The number is public, and used once.
create table moderator (
    number     bigint primary key,
    account_id text not null unique references account (id),
    since      bigint not null
);

-- "This breaks a rule." One for each person and item: HMAC(pepper, "flag-v1" ‖ item ‖ account), so that no two flags
-- of one person can be put together.
create table flag (
    item_id     text not null,
    flagger_tag text not null,
    reason      text not null,
    at          bigint not null,
    -- What was decided; null while it waits.
    act_id      text,
    primary key (item_id, flagger_tag)
);
create index flag_by_time on flag (at);
create index flag_waiting on flag (at) where act_id is null;

-- What moderators did: the public log without item and words, and where an author finds what was decided about theirs.
create table moderation_act (
    id          text primary key,
    item_id     text not null,
    -- post or comment.
    kind        text not null,
    thread_id   text not null,
    -- Of the item, as it stands there: differs in every thread.
    author_tag  text not null,
    -- hide, keep, restore, uphold; propose while it waits for a second moderator.
    act         text not null,
    reason      text not null,
    -- Of a restore.
    why         text,
    moderator   bigint not null,
    second      bigint,
    at          bigint not null,
    -- Of a hide: the one appeal, and its answer (restored or upheld).
    appeal      text,
    appealed_at bigint,
    answer      text,
    answered_at bigint
);
create index moderation_act_by_time on moderation_act (at, id);
create index moderation_act_by_item on moderation_act (item_id, at);
-- What waits for somebody.
create index moderation_act_proposed on moderation_act (at) where act = 'propose';
create index moderation_act_appealed on moderation_act (appealed_at) where answered_at is null;

-- A share: whose it is says only HMAC(pepper, "sharer-v1" ‖ account id).
create table share (
    id                    text primary key,
    number                text not null unique,
    assistance_request_id text not null references assistance_request (id),
    version               bigint not null,
    owner_tag             text not null,
    idempotency_key       text not null,
    -- By arrival, inside the request; given when an officer first lists it, so that a share which was
    -- withdrawn before anyone saw it leaves no gap.
    position              bigint,
    shared_at             bigint not null,
    kept_until            bigint not null,
    opened_at             bigint,
    withdrawn_at          bigint,
    expired_at            bigint,
    unique (owner_tag, idempotency_key),
    unique (assistance_request_id, position)
);
create index share_by_owner on share (owner_tag, shared_at);
-- For what goes by itself: only what has not gone yet is looked at.
create index share_by_end on share (kept_until) where expired_at is null and withdrawn_at is null;
create index share_by_ending on share ((coalesce(withdrawn_at, expired_at))) where owner_tag <> '';

-- One sealed file. Its age header lies here, its body on disk: without this row the body is noise.
create table upload (
    id         text primary key,
    -- Whose it is until a share owns it; null from then on.
    owner_tag  text,
    -- base64; null once the share was withdrawn, expired or found not relevant.
    header     text,
    -- Of header and body together.
    bytes      bigint not null,
    sha256     text not null,
    created_at bigint not null,
    share_id   text references share (id),
    -- In the share: 0 is the manifest.
    position   bigint
);
create index upload_by_share on upload (share_id, position);
create index upload_by_owner on upload (owner_tag);
create index upload_by_age on upload (created_at) where share_id is null;

-- What happened to a share, for the one who shared it.
create table share_event (
    id           text primary key,
    share_id     text not null references share (id),
    at           bigint not null,
    kind         text not null,
    title        text,
    badge_number text,
    file         bigint
);
create index share_event_by_share on share_event (share_id, at);
