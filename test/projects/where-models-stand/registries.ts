import OpenAI from "jsr:@openai/openai";
import { OpenAI as O2 } from "npm:openai@4";
import { x } from "https://example.com/openai/mod.ts";
await new OpenAI().chat.completions.create({ model: "gpt-5", messages: [] });
await new O2().chat.completions.create({ model: "gpt-5", messages: [] });
await x.chat.completions.create({ model: "gpt-5", messages: [] });
