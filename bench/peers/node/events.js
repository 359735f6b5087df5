// Rating events as mercurius' documentation teaches: whoever hears of one publishes the whole of it, and each
// subscription answers from what was published. One statement reads an event, however many listen.
import pg from "pg";

export const TOPIC = "RATING_EVENTS";

const EVENTS = `select l.event_id as id, l.position::text, l.kind, l.occurred_on as "occurredOn",
    case when o.id is not null
      then json_build_object('__typename', 'WorkOrder', 'number', o.number, 'state', o.state,
        'dispatchedOn', o.dispatched_on)
      else json_build_object('__typename', 'Rated', 'level', e.level, 'ratedOn', e.rated_on,
        'tags', (select coalesce(json_agg(json_build_object('code', t.code, 'text', t.text) order by t.code), '[]')
          from evaluation_tag g join tag t on t.id = g.tag_id where g.evaluation_id = e.id),
        'agency', json_build_object('code', a.code, 'name', a.name),
        'service', json_build_object('code', s.code, 'name', s.name))
    end as data
  from ledger l
  left join work_order o on l.subject_kind = 'work_order' and o.id = l.subject_id
  left join evaluation e on l.subject_kind = 'evaluation' and e.id = l.subject_id
  left join agency a on a.id = e.agency_id
  left join service s on s.id = e.service_id
  where l.position > $1 and l.position <= $2 order by l.position`;

export async function publishEvents(app, pool) {
  async function publish({ payload }) {
    const { after, upto } = JSON.parse(payload);
    const { rows } = await pool.query({ name: "events", text: EVENTS, values: [after, upto] });
    for (const ratingEvents of rows) {
      await new Promise((done) => app.graphql.pubsub.publish({ topic: TOPIC, payload: { ratingEvents } }, done));
    }
  }
  const hearing = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await hearing.connect();
  hearing.on("notification", publish);
  await hearing.query("listen ledger");
}
