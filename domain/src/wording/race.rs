//! Described by race alone: somebody is named by race, and the text says neither what they did nor anything else
//! that would tell them from their neighbors.
//!
//! The harm: such a post makes everybody of one skin a suspect, and helps to find nobody. Being there, walking,
//! driving or looking is not something somebody "did".

use super::{Span, Word, words};

#[rustfmt::skip]
const RACES: &[&str] = &[
    "black", "white", "brown", "asian", "hispanic", "latino", "latina", "latinx", "mexican", "chinese", "arab",
    "arabic", "indian", "african", "caucasian", "native", "gypsy", "colored", "skinned", "eastern",
    "negro", "negra", "negros", "negras", "blanco", "blanca", "blancos", "blancas", "asiatico", "asiatica",
    "asiaticos", "asiaticas", "hispano", "hispana", "hispanos", "hispanas", "latinos", "latinas", "mexicano",
    "mexicana", "mexicanos", "mexicanas", "chino", "china", "chinos", "chinas", "arabe", "arabes", "gitano",
    "gitana", "gitanos", "gitanas", "color", "indigena", "indigenas", "africano", "africana", "africanos",
    "afroamericano", "afroamericana", "afroamericanos",
];

/// Two words that are a race together; the second stands among [`RACES`].
const PAIRS: &[(&str, &str)] = &[
    ("dark", "skinned"),
    ("light", "skinned"),
    ("brown", "skinned"),
    ("middle", "eastern"),
    ("de", "color"),
];

/// People named by nothing else.
#[rustfmt::skip]
const GROUPS: &[&str] = &["blacks", "hispanics", "mexicans", "asians", "africans", "gypsies", "arabs"];

#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "man", "men", "woman", "women", "male", "males", "female", "females", "guy", "guys", "boy", "boys", "girl",
    "girls", "kid", "kids", "teen", "teens", "teenager", "teenagers", "youth", "youths", "person", "people",
    "couple", "lady", "ladies", "gentleman", "dude", "dudes", "fellow", "individual", "individuals", "adult",
    "adults", "suspect", "suspects", "family", "driver", "stranger",
    "hombre", "hombres", "mujer", "mujeres", "tipo", "tipos", "chico", "chicos", "chica", "chicas", "muchacho",
    "muchachos", "muchacha", "muchachas", "joven", "jovenes", "nino", "ninos", "nina", "ninas", "persona",
    "personas", "gente", "senor", "senora", "senores", "pareja", "individuo", "individuos", "sujeto", "sujetos",
    "varon", "varones", "sospechoso", "sospechosos", "vato", "chavo", "chavos",
];

/// May stand between the race and the person.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "young", "younger", "old", "older", "elderly", "adult", "teenage", "teen", "tall", "short", "thin", "skinny",
    "heavy", "heavyset", "large", "big", "small", "middle", "aged", "american", "looking", "homeless", "and", "or",
    "joven", "alto", "alta", "bajo", "baja", "altos", "mayor", "mayores", "adulto", "adulta", "de", "raza", "piel",
    "tez", "muy", "y", "o", "origen", "aspecto", "apariencia", "adultos", "jovenes", "flaco", "gordo",
];

/// "Un negro": in Spanish the word alone is a person, unless the sentence is about something else.
const SPANISH_ALONE: &[&str] =
    &["negro", "negra", "negros", "negras", "gitano", "gitana", "gitanos", "chinos"];
const SPANISH_BEFORE: &[&str] = &["un", "una", "unos", "unas", "dos", "tres", "varios", "los", "las"];

/// Then "black" and "male" are about fur or paint.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "dog", "dogs", "cat", "cats", "puppy", "puppies", "kitten", "kittens", "pit", "pitbull", "lab", "labrador",
    "shepherd", "chihuahua", "husky", "terrier", "poodle", "tabby", "retriever", "bulldog", "beagle", "collie",
    "bird", "parrot", "rabbit", "bunny", "horse", "fur", "collar", "leash", "breed", "pet", "coyote", "raccoon",
    "perro", "perra", "perros", "gato", "gata", "gatos", "cachorro", "cachorros", "gatito", "gatitos", "conejo",
    "pajaro", "collar", "mascota", "coche", "coches", "carro", "carros", "auto", "camioneta", "zapatos", "guantes",
];

/// Something that was done, or happened to somebody. Beginnings of words.
#[rustfmt::skip]
const DEEDS: &[&str] = &[
    "broke", "break", "smash", "kick", "punch", "hit", "stole", "steal", "theft", "thief", "rob", "took", "grab",
    "snatch", "tried", "trying", "attempt", "threat", "yell", "scream", "shout", "chas", "follow", "gun", "shot",
    "shoot", "fired", "knife", "knives", "weapon", "pried", "pry", "crowbar", "open", "climb", "jump", "damag",
    "vandal", "graffiti", "spray", "dump", "burn", "assault", "attack", "push", "shov", "spat", "spit", "expos",
    "enter", "pull", "peer", "peep", "through", "inside", "flash", "fight", "fought", "fell", "hurt", "injur",
    "bleed", "unconscious", "collaps", "missing", "lost", "help", "sav", "return", "ask", "knock", "rang", "ring",
    "sell", "sold", "offer", "cut", "scratch", "throw", "threw", "drop", "crash", "ran", "fled", "escap", "slash",
    "harass", "insult", "touch", "drunk", "drew", "paint", "litter", "thank", "play", "sang",
    "rompi", "rompe", "robo", "robar", "robaron", "roba", "hurt", "golpe", "pego", "pegar", "patea", "amenaz",
    "grit", "persig", "persegu", "siguio", "sigui", "dispar", "pistola", "arma", "cuchillo", "navaja", "abri",
    "forz", "entr", "trep", "salto", "salt", "asalt", "atac", "empuj", "escup", "llevo", "llevaron", "intent",
    "tirar", "tiro", "quem", "jalo", "jalaba", "jalando", "asom", "cayo", "herid", "sangr", "desaparec", "perdid",
    "ayud", "devolv", "pidi", "toco", "tocaba", "tocando", "vend", "ofrec", "cort", "corri", "huy", "acos", "dano",
];

/// What somebody wears or carries, and what else tells them from others. Beginnings of words.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "wear", "wore", "dressed", "jacket", "hood", "jeans", "pants", "shirt", "tshirt", "hat", "cap", "beanie",
    "coat", "dress", "skirt", "shorts", "shoes", "sneakers", "boots", "backpack", "mask", "glasses", "sunglass",
    "tattoo", "beard", "mustache", "scar", "uniform", "vest", "sweater", "gloves", "suit", "limp", "ponytail",
    "vesti", "vestid", "chamarra", "chaqueta", "sudadera", "capucha", "pantalon", "camis", "playera", "gorra",
    "gorro", "sombrero", "abrigo", "falda", "zapat", "tenis", "botas", "mochila", "cubrebocas", "lentes", "gafas",
    "tatuaje", "barba", "bigote", "cicatriz", "chaleco", "sueter", "guantes", "cojea",
];

/// Where the first person stands who is described by race alone; `None` where nobody is, or where the text says
/// more of them.
pub fn by_race_alone(text: &str) -> Option<Span> {
    let words = words(text);
    let begins = |list: &[&str], word: &Word<'_>| list.iter().any(|start| word.plain.starts_with(start));
    if words.iter().any(|word| begins(DEEDS, word) || begins(MARKS, word)) {
        return None;
    }
    (0..words.len()).find_map(|at| mention(&words, at))
}

fn mention(words: &[Word<'_>], at: usize) -> Option<Span> {
    let is = |list: &[&str], n: usize| words.get(n).is_some_and(|word| list.contains(&word.plain.as_str()));
    let sentence = sentence(words, at);
    if sentence.iter().any(|word| OTHERS.contains(&word.plain.as_str())) {
        return None;
    }
    let alone = is(GROUPS, at)
        || (is(SPANISH_ALONE, at) && at > 0 && !words[at].begins && is(SPANISH_BEFORE, at - 1));
    if alone {
        return Some(words[at].span);
    }
    // Race then person, as in English, or person then race, as in Spanish.
    let (first, second) = if race(words, at) {
        (PEOPLE, None)
    } else if is(PEOPLE, at) {
        (&[][..], Some(()))
    } else {
        return None;
    };
    for n in at + 1..(at + 5).min(words.len()) {
        if words[n].begins {
            return None;
        }
        if is(first, n) || (second.is_some() && race(words, n)) {
            return Some(Span { from: words[at].span.from, until: words[n].span.until });
        }
        if !is(BETWEEN, n) {
            return None;
        }
    }
    None
}

/// Half of a pair ("eastern", "color") counts only with its other half.
fn race(words: &[Word<'_>], at: usize) -> bool {
    let plain = |n: usize| words.get(n).map_or("", |word| word.plain.as_str());
    let paired = |second: &str| PAIRS.iter().any(|pair| pair.1 == second);
    if !RACES.contains(&plain(at)) {
        return false;
    }
    !paired(plain(at)) || at.checked_sub(1).is_some_and(|before| PAIRS.contains(&(plain(before), plain(at))))
}

fn sentence<'a, 'b>(words: &'b [Word<'a>], at: usize) -> &'b [Word<'a>] {
    let from = (0..=at).rev().find(|&n| words[n].begins).unwrap_or(0);
    let until = (at + 1..words.len()).find(|&n| words[n].begins).unwrap_or(words.len());
    &words[from..until]
}
