import { Injectable } from '@nestjs/common';
import OpenAI from 'openai';

const openai = new OpenAI();

@Injectable()
export class WriterService {
  async write(text: string): Promise<string> {
    const answer = await openai.responses.create({ model: 'gpt-5.1', input: text });
    return answer.output_text;
  }
}
