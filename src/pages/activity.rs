//! `/activity` How much happened where, as a table: the twin of the map's layer, with the feed's filters in its address.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use neighbors_domain::feed::{Activity, Kind, Question};

use super::feed::{address, kind_name, miles};
use crate::api;
use crate::components::{Art, Blank, Heading, Loaded};
use crate::words::{number, plural, t};

#[component]
pub fn ActivityPage() -> impl IntoView {
    let query = use_query_map();
    let question = Memo::new(move |_| Question::read(|name| query.read().get(name)).0);
    let activity = LocalResource::new(move || {
        let question = question.get();
        async move { api::activity(&question).await }
    });
    let back = move || address(&question.get());
    view! {
        <main class="page stack stack-5" id="main" tabindex="-1">
            <header class="stack stack-1">
                <Heading text=t!("How much happened where")/>
                <p class="soft">{t!("Counted by neighborhood: what the feed lists for the same place and filters, of neighbors, agencies and the public record.")}</p>
                <p><a href=back rel="external">{t!("To the list and its map")}</a></p>
            </header>
            <Loaded resource=activity what=t!("the counts") view=move |activity| {
                view! { <Counts activity question=question.get_untracked()/> }
            }/>
        </main>
    }
}

#[component]
fn Counts(activity: Activity, question: Question) -> impl IntoView {
    let rows = by_name(&activity);
    if rows.is_empty() {
        return view! { <Blank art=Art::Nothing title=t!("Nothing to count").to_owned()><p>{t!("Nothing happened here that these filters show.")}</p></Blank> }.into_any();
    }
    let all: u32 = rows.iter().map(Row::total).sum();
    let near = if activity.place.is_empty() { t!("this place").to_owned() } else { activity.place.clone() };
    let sentence = plural!(
        all,
        "{n} entry within {miles} of {place}.",
        "{n} entries within {miles} of {place}.",
        miles = miles(question.within),
        place = near,
    );
    let head = COLUMNS.map(|kind| view! { <th scope="col" class="right">{kind_name(Some(kind))}</th> });
    let line = |row: Row| {
        let counts = row.counts.map(|count| {
            view! { <td class="right">{if count > 0 { number(count as usize) } else { "–".to_owned() }}</td> }
        });
        let total = number(row.total() as usize);
        let name = row.name.unwrap_or_else(|| t!("Outside of the known neighborhoods").to_owned());
        view! { <tr><th scope="row">{name}</th><td class="right"><b>{total}</b></td>{counts}</tr> }
    };
    view! {
        <section class="stack stack-3">
            <p><b>{sentence}</b></p>
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("How much happened where")>
                <table class="table">
                    <thead><tr><th scope="col">{t!("Neighborhood")}</th><th scope="col" class="right">{t!("In all")}</th>{head}</tr></thead>
                    <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The public record is counted under its categories, as on the map.
const COLUMNS: [Kind; 6] =
    [Kind::AssistanceRequest, Kind::Safety, Kind::Packages, Kind::Pets, Kind::Neighborly, Kind::Agencies];

struct Row {
    name: Option<String>,
    /// In the order of [`COLUMNS`].
    counts: [u32; COLUMNS.len()],
}

impl Row {
    fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// The cells of one neighborhood together, most first.
fn by_name(activity: &Activity) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for here in &activity.cells {
        let name = activity.name(here.cell);
        let at = rows.iter().position(|row| row.name.as_deref() == name).unwrap_or_else(|| {
            rows.push(Row { name: name.map(str::to_owned), counts: [0; COLUMNS.len()] });
            rows.len() - 1
        });
        let requests = (Kind::AssistanceRequest, here.assistance_requests);
        let posts = here.counts.iter().map(|(category, count)| (Kind::of(*category), *count));
        for (kind, count) in posts.chain([requests]) {
            if let Some(column) = COLUMNS.iter().position(|column| *column == kind) {
                rows[at].counts[column] += count;
            }
        }
    }
    rows.retain(|row| row.total() > 0);
    rows.sort_by(|a, b| b.total().cmp(&a.total()).then_with(|| a.name.cmp(&b.name)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use neighbors_domain::cells::Cell8;
    use neighbors_domain::feed::CellActivity;
    use neighbors_domain::post::Category;

    #[test]
    fn the_cells_of_a_neighborhood_are_one_line_and_nothing_is_lost() {
        let middle = Cell8::at(h3o::LatLng::new(39.73, -104.98).unwrap());
        let cells = middle.disk(1);
        let cell = |n: usize, counts: &[(Category, u32)], assistance_requests| CellActivity {
            cell: cells[n],
            counts: counts.to_vec(),
            assistance_requests,
        };
        let activity = Activity {
            place: "Capitol Hill, Denver".to_owned(),
            cells: vec![
                cell(0, &[(Category::Crime, 2), (Category::LostPet, 1)], 1),
                cell(1, &[(Category::Safety, 4)], 0),
                cell(2, &[(Category::PackageTheft, 9)], 0),
                cell(3, &[], 0),
            ],
            names: vec![(cells[0], "Capitol Hill".to_owned()), (cells[1], "Capitol Hill".to_owned())],
        };
        let rows = by_name(&activity);
        let said: Vec<_> = rows.iter().map(|row| (row.name.as_deref(), row.counts, row.total())).collect();
        assert_eq!(said, [(None, [0, 0, 9, 0, 0, 0], 9), (Some("Capitol Hill"), [1, 6, 0, 1, 0, 0], 8)]);
    }
}
