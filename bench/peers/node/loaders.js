// Loaders: one statement per field of a list, as mercurius' documentation teaches.
const AGENCIES = "select id, code, name from agency where id = any($1)";
const SERVICES = "select id, code, name from service where id = any($1)";
const TAGS = `select g.evaluation_id as "of", t.code, t.text from evaluation_tag g join tag t on t.id = g.tag_id
  where g.evaluation_id = any($1) order by t.code`;
const ORDERS = `select evaluation_id as "of", number, state, dispatched_on as "dispatchedOn" from work_order
  where evaluation_id = any($1)`;

async function byId(name, text, ids, { pool }) {
  const { rows } = await pool.query({ name, text, values: [[...new Set(ids)]] });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}

async function below(name, text, ids, { pool }) {
  const { rows } = await pool.query({ name, text, values: [ids] });
  const found = new Map(ids.map((id) => [id, []]));
  for (const row of rows) found.get(row.of).push(row);
  return ids.map((id) => found.get(id));
}

export const loaders = {
  Evaluation: {
    agency: (asked, context) => byId("agencies", AGENCIES, asked.map(({ obj }) => obj.agencyId), context),
    service: (asked, context) => byId("services", SERVICES, asked.map(({ obj }) => obj.serviceId), context),
    tags: (asked, context) => below("tags", TAGS, asked.map(({ obj }) => obj.id), context),
    workOrder: async (asked, context) =>
      (await below("orders", ORDERS, asked.map(({ obj }) => obj.id), context)).map(([order]) => order ?? null),
  },
};
