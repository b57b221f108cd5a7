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
    programme       text,
    credit          text,
    license         text,
    link            text,
    correction      text,
    -- Census number of the city (7 digits), township (10) or county (5) it serves.
    outline         text,
    -- The row of the source, so that an import changes nothing when run again.
    source_id       text unique
);
create index agency_by_name on agency (sought, slug);
create index agency_by_state on agency (us_state, sought, slug);

-- The regions an active agency serves; who can read a post is said from these.
create table agency_region (
    agency_id text not null references agency (id),
    region    text not null,
    primary key (region, agency_id)
);

create table account (
    id                   text primary key,
    -- Lower case.
    email                text not null unique,
    password_hash        text not null,
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
    home_first_at        bigint
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
    verified_since   bigint not null,
    ended_at         bigint,
    -- age public key, and the identity sealed with a passphrase that is never sent.
    recipient        text not null,
    wrapped_identity text not null
);
create index officer_by_agency on officer (agency_id);

create table post (
    id            text primary key,
    category      text not null,
    title         text not null,
    text          text not null,
    cell          text not null,
    region        text not null,
    happened_at   bigint,
    published_at  bigint not null,
    -- HMAC(thread key, account): the same person in two threads has two tags.
    author_tag    text not null,
    -- The account, sealed to a key kept with the pepper: for moderation and leaving, never joined on.
    author_sealed text not null,
    officer_id    text references officer (id),
    removed_at    bigint
);
create index post_by_officer on post (officer_id);

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

create table comment (
    id            text primary key,
    -- The post or assistance request it answers.
    thread_id     text not null,
    text          text not null,
    at            bigint not null,
    author_tag    text not null,
    author_sealed text not null,
    officer_id    text references officer (id),
    removed_at    bigint
);
create index comment_by_thread on comment (thread_id, at);
create index comment_by_officer on comment (officer_id);

-- The number of a neighbor inside one thread, stored at first appearance, never reused.
create table thread_author (
    thread_id  text not null,
    author_tag text not null,
    number     bigint not null,
    primary key (thread_id, author_tag),
    unique (thread_id, number)
);

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
