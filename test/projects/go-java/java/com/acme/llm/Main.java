package com.acme.llm;

import com.anthropic.models.messages.Model;
import com.twilio.rest.api.v2010.account.Message;

class Main {
  public static void main(String[] args) {
    Llm llm = new Llm();
    llm.ask("Name three rivers.", Model.CLAUDE_HAIKU_4_5);
    Message.creator("to", "from", "not a model").create();
    new Mailer().messages().create("not a model");
  }
}
