import { Controller, Post } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { container } from 'tsyringe';
import { WriterService } from '@acme/ai/writer.service';

type Constructor<T> = new (...given: unknown[]) => T;

function make<T>(kind: Constructor<T>): T {
  return new kind();
}

@Controller()
export class PostsController {
  constructor(
    private readonly writer: WriterService,
    private readonly modules: ModuleRef,
  ) {}

  @Post()
  async create(): Promise<string[]> {
    return [
      await this.writer.write('By the type of a parameter.'),
      await this.modules.get(WriterService, { strict: false }).write('By a container of a framework.'),
      await container.resolve(WriterService).write('By a container.'),
      await make(WriterService).write('By a function that makes what it is asked for.'),
    ];
  }
}
