//! What the mails say, in both languages at once: the server does not know which one a reader speaks. The digest comes in
//! the one its reader chose with it.

use chrono::{DateTime, Utc};
use neighbors_domain::language::Language;

/// Without its reader.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    pub subject: &'static str,
    pub text: String,
}

/// Links in it are keys.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter")
    }
}

fn letter(subject: &'static str, english: &str, spanish: &str, link: Option<&str>) -> Letter {
    let link = link.map(|link| format!("\n\n{link}")).unwrap_or_default();
    Letter { subject, text: format!("{english}{link}\n\n—\n\n{spanish}{link}\n") }
}

pub fn join(link: &str) -> Letter {
    letter(
        "Your link to join Neighbors · Su enlace para unirse a Neighbors",
        "Somebody, probably you, wants to join Neighbors with this email address.\n\
         Open this link within 24 hours and make a passkey or choose a password. Without it nothing happens, and nothing is kept.",
        "Alguien, probablemente usted, quiere unirse a Neighbors con esta dirección de correo.\n\
         Abra este enlace dentro de las próximas 24 horas y cree una llave de acceso o elija una contraseña. Si no lo abre, no pasa nada y no se guarda nada.",
        Some(link),
    )
}

pub fn join_known(sign_in: &str) -> Letter {
    letter(
        "You already have an account at Neighbors · Usted ya tiene una cuenta en Neighbors",
        "Somebody, probably you, wanted to join Neighbors with this email address. It has an account already.\n\
         You can sign in here, or ask there for a new password. If it was not you, there is nothing to do.",
        "Alguien, probablemente usted, quiso unirse a Neighbors con esta dirección de correo, que ya tiene una cuenta.\n\
         Puede iniciar sesión aquí, o pedir allí una contraseña nueva. Si no fue usted, no hay nada que hacer.",
        Some(sign_in),
    )
}

pub fn recover(link: &str) -> Letter {
    letter(
        "Choose a new password for Neighbors · Elija una contraseña nueva para Neighbors",
        "Somebody, probably you, asked for a new password.\n\
         Open this link within 24 hours and choose one. It takes effect a day later; until then whoever is signed in is warned and can stop it.\n\
         If it was not you, do not open the link.",
        "Alguien, probablemente usted, pidió una contraseña nueva.\n\
         Abra este enlace dentro de las próximas 24 horas y elija una. Valdrá un día después; hasta entonces, quien tenga la sesión iniciada verá un aviso y podrá impedirlo.\n\
         Si no fue usted, no abra el enlace.",
        Some(link),
    )
}

pub fn recover_unknown(join: &str) -> Letter {
    letter(
        "No account at Neighbors with this address · No hay cuenta en Neighbors con esta dirección",
        "Somebody asked for a new password for this email address, but no resident’s account has it.\n\
         Perhaps you joined with another address; you can also join with this one. Officers come back through their agency’s administrator.\n\
         If it was not you, there is nothing to do.",
        "Alguien pidió una contraseña nueva para esta dirección de correo, pero ninguna cuenta de residente la tiene.\n\
         Quizá se unió con otra dirección; también puede unirse con esta. Los agentes vuelven a través del administrador de su agencia.\n\
         Si no fue usted, no hay nada que hacer.",
        Some(join),
    )
}

pub fn recovery_begun(takes_effect_at: DateTime<Utc>, settings: &str) -> Letter {
    let at = takes_effect_at.format("%Y-%m-%d %H:%M UTC");
    letter(
        "A new password takes effect tomorrow · Una contraseña nueva valdrá mañana",
        &format!(
            "A new password was chosen for your account by a link sent to this mailbox. It takes effect at {at}; the old one works until then.\n\
             If it was not you: sign in and stop it in the settings. Somebody else can read this mailbox."
        ),
        &format!(
            "Se eligió una contraseña nueva para su cuenta con un enlace enviado a este buzón. Valdrá a partir de {at}; hasta entonces sirve la anterior.\n\
             Si no fue usted: inicie sesión e impídalo en los ajustes. Otra persona puede leer este buzón."
        ),
        Some(settings),
    )
}

pub fn password_changed() -> Letter {
    letter(
        "Your password was changed · Su contraseña ha cambiado",
        "The password of your account was changed, and every other browser was signed out. Passkeys of the account stay and still sign in.\n\
         If it was not you, ask for a new one on the sign-in page, and remove passkeys you do not know in the settings.",
        "La contraseña de su cuenta ha cambiado, y se cerró la sesión en todos los demás navegadores. Las llaves de acceso de la cuenta se quedan y siguen sirviendo para entrar.\n\
         Si no fue usted, pida una nueva en la página de inicio de sesión y quite en los ajustes las llaves de acceso que no conozca.",
        None,
    )
}

pub fn authenticator_changed() -> Letter {
    letter(
        "Your authenticator was exchanged · Su autenticador se cambió",
        "From now on the codes of another authenticator app sign in to your account, and the one before does not.\n\
         If it was not you: tell your administrator at once; ending you in the portal signs everybody out who is signed in as you.",
        "A partir de ahora inician sesión en su cuenta los códigos de otra aplicación de autenticación, y la anterior no.\n\
         Si no fue usted, avise enseguida a su administrador: darle de baja en el portal cierra todas las sesiones abiertas a su nombre.",
        None,
    )
}

pub fn passkey_added() -> Letter {
    letter(
        "A passkey was added to your account · Se añadió una llave de acceso a su cuenta",
        "From now on one more passkey signs in to your account.\n\
         If it was not you: remove it in the settings, under how you sign in, and sign out everywhere.",
        "A partir de ahora, una llave de acceso más inicia sesión en su cuenta.\n\
         Si no fue usted: quítela en los ajustes, en cómo inicia sesión, y cierre la sesión en todas partes.",
        None,
    )
}

pub fn passkey_removed() -> Letter {
    letter(
        "A passkey was removed from your account · Se quitó una llave de acceso de su cuenta",
        "One of the passkeys of your account no longer signs in.\n\
         If it was not you: sign in another way, and sign out everywhere. A new password comes by mail.",
        "Una de las llaves de acceso de su cuenta ya no inicia sesión.\n\
         Si no fue usted: entre de otra manera y cierre la sesión en todas partes. Una contraseña nueva llega por correo.",
        None,
    )
}

pub fn old_email(link: &str) -> Letter {
    letter(
        "Your account is to have another email address · Su cuenta tendrá otra dirección de correo",
        "Somebody who knows your password asked to change the email address of your account.\n\
         If it was you, open this link within 24 hours, and the one in the other mailbox. If not, do not: nothing changes, and you should choose a new password.",
        "Alguien que conoce su contraseña pidió cambiar la dirección de correo de su cuenta.\n\
         Si fue usted, abra este enlace dentro de las próximas 24 horas, y también el del otro buzón. Si no, no lo abra: nada cambia, y debería elegir una contraseña nueva.",
        Some(link),
    )
}

pub fn new_email(link: &str) -> Letter {
    letter(
        "Confirm your new email address · Confirme su nueva dirección de correo",
        "This address was given as the new one of an account at Neighbors.\n\
         If it was you, open this link within 24 hours, and the one in the old mailbox. If not, there is nothing to do.",
        "Esta dirección se indicó como la nueva de una cuenta en Neighbors.\n\
         Si fue usted, abra este enlace dentro de las próximas 24 horas, y también el del buzón anterior. Si no, no hay nada que hacer.",
        Some(link),
    )
}

pub fn new_email_known() -> Letter {
    letter(
        "This address has an account already · Esta dirección ya tiene una cuenta",
        "Somebody wanted to give another account this email address. It has an account of its own, so nothing changes.",
        "Alguien quiso dar esta dirección de correo a otra cuenta. Ya tiene una propia, así que nada cambia.",
        None,
    )
}

pub fn email_changed() -> Letter {
    letter(
        "Your email address was changed · Su dirección de correo ha cambiado",
        "Both mailboxes have said yes: your account has its new email address.",
        "Los dos buzones lo confirmaron: su cuenta tiene su nueva dirección de correo.",
        None,
    )
}

/// `agency`: by its name.
pub fn invitation(agency: &str, link: &str) -> Letter {
    letter(
        "Become an officer at Neighbors · Sea agente en Neighbors",
        &format!(
            "{agency} invites you to be one of its officers at Neighbors.\n\
             Open this link within 72 hours, on a computer you trust. It works once. You will choose a password, enrol an authenticator app and print a recovery sheet: keep some ten minutes free.\n\
             If you do not work there, there is nothing to do."
        ),
        &format!(
            "{agency} le invita a ser agente suyo en Neighbors.\n\
             Abra este enlace dentro de las próximas 72 horas, en un equipo de confianza. Sirve una sola vez. Elegirá una contraseña, registrará una aplicación de autenticación e imprimirá una hoja de recuperación: reserve unos diez minutos.\n\
             Si no trabaja allí, no hay nada que hacer."
        ),
        Some(link),
    )
}

pub fn look_through_officers(list: &str) -> Letter {
    letter(
        "Are your officers still your officers? · ¿Sus agentes siguen siéndolo?",
        "Once a month: look through the list of your agency’s officers. End whoever has left, and say that the list is right.",
        "Una vez al mes: revise la lista de agentes de su agencia. Dé de baja a quien se haya ido y confirme que la lista es correcta.",
        Some(list),
    )
}

/// What neighbors posted, title and link each. Never a request for assistance: nobody is asked for anything by mail.
pub fn digest(language: Language, posts: &[(String, String)], settings: &str) -> Letter {
    let list: String = posts.iter().map(|(title, link)| format!("{title}\n{link}\n\n")).collect();
    let (subject, opening, end) = match language {
        Language::English => (
            "Neighbors: what was posted around you",
            "What neighbors posted around your region in the last 24 hours:",
            "The same mail goes to everybody of the region who wants it. You can end it here:",
        ),
        Language::Spanish => (
            "Neighbors: lo que se publicó cerca de usted",
            "Lo que los vecinos publicaron en los alrededores de su región en las últimas 24 horas:",
            "El mismo correo llega a todas las personas de la región que lo quieren. Aquí puede terminarlo:",
        ),
    };
    Letter { subject, text: format!("{opening}\n\n{list}—\n\n{end}\n{settings}\n") }
}

pub fn left() -> Letter {
    letter(
        "Your account was deleted · Su cuenta se ha borrado",
        "Your account at Neighbors is gone. What you wrote goes within 24 hours, piece by piece. This is the last mail to this address.",
        "Su cuenta en Neighbors ya no existe. Lo que escribió desaparece en 24 horas, pieza por pieza. Este es el último correo a esta dirección.",
        None,
    )
}
