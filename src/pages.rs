//! One file for each address.

mod about;
mod account;
mod agencies;
mod agency;
mod assistance_request;
mod credits;
mod feed;
mod help;
mod home;
mod not_found;
pub mod portal;
mod post;
mod privacy;
mod rules;
mod settings;
mod share;
mod shares;
mod sign_in;

pub use about::About;
pub use account::{Confirm, ConfirmEmailPage, JoinPage, RecoverPage};
pub use agencies::Agencies;
pub use agency::AgencyPage;
pub use assistance_request::AssistanceRequestPage;
pub use credits::Credits;
pub use feed::Feed;
pub use help::HelpPage;
pub use home::Home;
pub use not_found::{NotFound, NothingHere};
pub use post::PostPage;
pub use privacy::Privacy;
pub use rules::Rules;
pub use settings::Settings;
pub use share::SharePage;
pub use shares::Shares;
pub use sign_in::SignInPage;
