// The official SDK in Node, given `client.fetch`: the same operations as in a page, with nothing kept.
import * as sdk from "@anthropic-ai/sdk";
import { describe, test } from "node:test";
import { createClient } from "../../dist/lib/dreamfs.js";
import { operations, perform } from "../e2e/pages/sdk-operations.js";

describe("the official SDK", () => {
  for (const name of Object.keys(operations)) {
    test(name, async () => {
      const client = await createClient({ storage: "memory", model: { fallback: "offline" } });
      try {
        await perform(name, { sdk, client });
      } finally {
        await client.close();
      }
    });
  }
});
