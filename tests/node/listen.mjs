// A third party with the clients one finds on npm: prints the position of every rating event it hears, for ever.
//   node listen.mjs ws|sse URL KEY AFTER
import { createClient as overSocket } from "graphql-ws";
import { createClient as overEvents } from "graphql-sse";
import WebSocket from "ws";

const [, , kind, url, key, after] = process.argv;
const query = "subscription($after: String) { ratingEvents(after: $after) { position kind data { __typename } } }";
const variables = { after }; // whoever is cut off goes on from the last position heard
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const client =
  kind === "ws"
    ? overSocket({
        url: url.replace(/^http/, "ws"),
        webSocketImpl: WebSocket,
        connectionParams: { Authorization: `Bearer ${key}` },
        retryAttempts: 0,
      })
    : overEvents({ url, headers: { Authorization: `Bearer ${key}` }, retryAttempts: 0 });

for (;;) {
  await new Promise((resolve) =>
    client.subscribe(
      { query, variables },
      {
        next({ data, errors }) {
          if (errors) return console.error(JSON.stringify(errors));
          variables.after = data.ratingEvents.position;
          console.log(variables.after);
        },
        error: resolve,
        complete: resolve,
      },
    ),
  );
  await sleep(200);
}
