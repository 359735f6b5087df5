// Root fields: one statement each, columns named as they are answered.
import { TOPIC } from "./events.js";

const COLUMNS = `id, level, kind, entry, rated_on as "ratedOn", rated_at as "ratedAt", text_raw as text,
  agency_id as "agencyId", service_id as "serviceId"`;

const ONE = `select ${COLUMNS} from evaluation where id = $1`;
const LATEST = `select ${COLUMNS} from evaluation order by rated_at desc, id desc limit $1`;
const BOARD = `select * from peers.board_rows($1, $2)`;
const INSERT = `
  insert into evaluation (service_event_id, form_id, level, kind, entry, stage, standing, assurance, agency_id,
    district_id, service_id, anonymous_to_agency, rated_at, rated_on, receipt_index, input_hash)
  values ($1, $2, $3, 'VOLUNTARY', 'WEB_PORTAL', 'ONLINE', 'VALID', 'POSSESSION', $4, $5, $6, true, $7, $8,
    decode($9, 'hex'), decode($9, 'hex'))
  returning ${COLUMNS}`;

const row = (columns) => ({
  scope: columns.scope,
  name: columns.name,
  events: columns.events,
  ratings: columns.ratings,
  bad: columns.bad,
  goodRate: columns.good_rate,
});

const given = (i) => [
  i.serviceEventId, i.formId, i.level, i.agencyId, i.districtId, i.serviceId, i.ratedAt, i.ratedOn, i.receipt,
];

export const resolvers = {
  Query: {
    evaluation: async (_, { id }, { pool }) =>
      (await pool.query({ name: "one", text: ONE, values: [id] })).rows[0] ?? null,
    evaluations: async (_, { first }, { pool }) =>
      (await pool.query({ name: "latest", text: LATEST, values: [first] })).rows,
    boardRows: async (_, { district, day }, { pool }) =>
      (await pool.query({ name: "board", text: BOARD, values: [district, day] })).rows.map(row),
  },
  Mutation: {
    createEvaluation: async (_, { input }, { pool }) =>
      (await pool.query({ name: "insert", text: INSERT, values: given(input) })).rows[0],
  },
  Subscription: { ratingEvents: { subscribe: (_, given, { pubsub }) => pubsub.subscribe(TOPIC) } },
  Evaluation: { ratedAt: (evaluation) => evaluation.ratedAt.toISOString() },
};
