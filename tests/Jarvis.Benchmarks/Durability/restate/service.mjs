// The peer of the benchmark durable-peer: a handler of ten steps that do nothing, each kept before the next begins.
import { createServer } from "node:http2";
import * as restate from "@restatedev/restate-sdk";

// Node.js 20 does not have it yet, and the package needs it.
Promise.withResolvers ??= function () {
  const promise = {};
  promise.promise = new this((resolve, reject) => Object.assign(promise, { resolve, reject }));
  return promise;
};

const chain = restate.service({
  name: "chain",
  handlers: {
    run: async (ctx) => {
      let result = "a";
      for (let step = 0; step < 10; step++) {
        result = await ctx.run(`step ${step}`, () => "done");
      }

      return result;
    },
  },
});

const server = createServer(restate.createEndpointHandler({ services: [chain] }));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit(0)).resume();
