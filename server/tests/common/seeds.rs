//! Chance in tests: every story has a seed, and a story that fails prints it.

/// `always` stories that are the same every time, and `anew` that nobody knows before. `NEIGHBORS_STORIES` says how many
/// of these instead (`script/soak`); `NEIGHBORS_SEED` plays one story again, and no other.
pub fn seeds(always: u64, anew: u64) -> impl Iterator<Item = u64> {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds: Vec<u64> = match number("NEIGHBORS_SEED") {
        Some(seed) => vec![seed],
        None => {
            let anew = number("NEIGHBORS_STORIES").unwrap_or(anew);
            (0..always).chain((0..anew).map(|_| rand::random())).collect()
        }
    };
    // Shown with the failure of a test, and only then.
    seeds.into_iter().inspect(|seed| println!("NEIGHBORS_SEED={seed}"))
}
