// mercurius with its just-in-time compiler. With CACHE=1 the directory is answered from memory instead of by loaders;
// nothing ever renews that memory, so it is quicker than what could be deployed.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";
import { publishEvents } from "./events.js";
import { loaders } from "./loaders.js";
import { fromMemory } from "./memory.js";
import { resolvers } from "./resolvers.js";
import { schema } from "./schema.js";

const DATE = 1082;
pg.types.setTypeParser(DATE, (day) => day);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const cached = process.env.CACHE === "1" ? await fromMemory(pool) : null;

const app = Fastify();
await app.register(mercurius, {
  schema,
  resolvers: cached ? { ...resolvers, Evaluation: cached.Evaluation } : resolvers,
  loaders: cached ? { Evaluation: { workOrder: loaders.Evaluation.workOrder, tags: cached.tagsOf } } : loaders,
  context: () => ({ pool }),
  jit: 1,
  subscription: true,
});
if (!cached) await publishEvents(app, pool);
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
