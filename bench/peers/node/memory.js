// The directory and the tags read once, and answered from memory.
const REFERENCES = `select evaluation_id as "of", tag_id as tag from evaluation_tag where evaluation_id = any($1)
  order by tag_id`;

const read = async (pool, table, columns) =>
  new Map((await pool.query(`select id, ${columns} from ${table}`)).rows.map((row) => [row.id, row]));

export async function fromMemory(pool) {
  const agencies = await read(pool, "agency", "code, name");
  const services = await read(pool, "service", "code, name");
  const tags = await read(pool, "tag", "code, text");

  async function tagsOf(asked, context) {
    const ids = asked.map(({ obj }) => obj.id);
    const { rows } = await context.pool.query({ name: "references", text: REFERENCES, values: [ids] });
    const found = new Map(ids.map((id) => [id, []]));
    for (const { of, tag } of rows) found.get(of).push(tags.get(tag));
    return ids.map((id) => found.get(id));
  }

  return {
    Evaluation: {
      ratedAt: (evaluation) => evaluation.ratedAt.toISOString(),
      agency: (evaluation) => agencies.get(evaluation.agencyId),
      service: (evaluation) => services.get(evaluation.serviceId) ?? null,
    },
    tagsOf,
  };
}
