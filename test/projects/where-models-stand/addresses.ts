import OpenAI from "https://deno.land/x/openai@v4.69.0/mod.ts";
import Anthropic from "https://esm.sh/@anthropic-ai/sdk@0.32.1?target=deno";
import { GoogleGenerativeAI } from "https://esm.sh/@google/generative-ai";
const openai = new OpenAI();
const anthropic = new Anthropic();
const g = new GoogleGenerativeAI("k").getGenerativeModel({ model: "gemini-2.5-flash" });
await openai.chat.completions.create({ model: "gpt-5", messages: [] });
await anthropic.messages.create({ model: "claude-sonnet-4-5", max_tokens: 5, messages: [] });
await g.generateContent("x");
