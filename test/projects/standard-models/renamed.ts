import OpenAI from "openai"
export async function ask(text: string, model = "gpt-4o") {
  let m = model
  if (m === "small") m = "gpt-4o-mini"
  return new OpenAI().chat.completions.create({ model: m, messages: [{ role: "user", content: text }] })
}
export async function ask2(text: string, model?: string) {
  if (model === "small") model = "gpt-4o-mini"
  return new OpenAI().chat.completions.create({ model: model ?? "gpt-5", messages: [{ role: "user", content: text }] })
}
export async function ask3(text: string, model = "small") {
  if (model === "small") model = "gpt-4o-mini"
  return new OpenAI().chat.completions.create({ model: model, messages: [{ role: "user", content: text }] })
}
