//! What the maps of the demo draw: Denver's streets, parks and neighborhoods, states, counties, cities. All of it real.

use crate::auth::Operator;
use crate::import::{self, ImportError};
use crate::store::Store;

macro_rules! shipped {
    ($file:literal) => {
        include_bytes!(concat!("../../../data/", $file)).as_slice()
    };
}

/// Names as `neighbors import` would give them: a newer file of the same name takes their place.
pub async fn import(store: &Store) -> Result<(), ImportError> {
    let operator = Operator::at_the_command_line;
    let streets = shipped!("denver_streets.geojson.gz");
    import::streets(store, operator(), "denver_streets", streets).await?;
    import::parks(store, operator(), "denver_parks", shipped!("denver_parks.geojson.gz")).await?;
    for (name, file) in [
        ("denver_neighborhoods", shipped!("denver_neighborhoods.geojson")),
        ("us_counties_states", shipped!("us_counties_states.topojson.gz")),
        ("partner_cities", shipped!("partner_cities.topojson.gz")),
    ] {
        import::outlines(store, operator(), name, file).await?;
    }
    Ok(())
}
