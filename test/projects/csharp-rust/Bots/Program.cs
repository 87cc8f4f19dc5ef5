using Acme.Bots;
using Twilio.Rest.Api.V2010.Account;

var llm = new Llm();
await llm.AskAsync("Name three rivers.", 50);
MessageResource.Create(body: "not a model");
new Local().CompleteChatAsync("not a model");
