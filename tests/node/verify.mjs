// Verifies a delivery with npm's standardwebhooks: {secret, headers, body} as JSON on standard input.
import { Webhook } from "standardwebhooks";

let given = "";
for await (const part of process.stdin) given += part;
const { secret, headers, body } = JSON.parse(given);
console.log(JSON.stringify(new Webhook(secret).verify(body, headers)));
