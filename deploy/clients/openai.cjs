// Asks a gateway by the official client, unmodified: node openai.cjs CASE, with JARVIS_ADDRESS and JARVIS_KEY. What is not as it should be ends with 1.
const assert = require('node:assert/strict');
const OpenAI = require('openai');

const client = new OpenAI({ baseURL: `${process.env.JARVIS_ADDRESS}openai/v1`, apiKey: process.env.JARVIS_KEY, maxRetries: 0 });
const model = 'jarvis';
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const user = (content) => ({ role: 'user', content });

async function all(stream) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
  }
  return events;
}

const cases = {
  async models() {
    const names = [];
    for await (const found of client.models.list()) {
      names.push(found.id);
    }
    assert.equal(names[0], 'jarvis');
    assert.ok(names.includes('ears'));
    assert.equal((await client.models.retrieve('jarvis')).object, 'model');
    await assert.rejects(client.models.retrieve('none'), (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
  },

  async 'chat completion'() {
    const { data: completion, response } = await client.chat.completions.create({ model, messages: [user('say hello')] }).withResponse();
    assert.equal(completion.object, 'chat.completion');
    assert.equal(completion.choices[0].message.role, 'assistant');
    assert.equal(completion.choices[0].message.content, 'heard: say hello; before: ; files: ');
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.equal(completion.usage.total_tokens, completion.usage.prompt_tokens + completion.usage.completion_tokens);
    assert.ok(completion._request_id === response.headers.get('x-request-id') && completion._request_id);
  },

  async 'chat completion that is streamed'() {
    const chunks = await all(await client.chat.completions.create({ model, messages: [user('say hello')], stream: true, stream_options: { include_usage: true } }));
    assert.deepEqual(chunks[0].choices[0].delta, { role: 'assistant', content: '' });
    assert.equal(chunks.flatMap((chunk) => chunk.choices).map((choice) => choice.delta.content ?? '').join(''), 'heard: say hello; before: ; files: ');
    assert.equal(chunks.at(-2).choices[0].finish_reason, 'stop');
    assert.deepEqual(chunks.at(-1).choices, []);
    assert.equal(typeof chunks.at(-1).usage.total_tokens, 'number');
    assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null && chunk.choices.length === 1));
  },

  async 'chat completion by the helper'() {
    const runner = client.chat.completions.stream({ model, messages: [user('say hello')] });
    assert.equal(await runner.finalContent(), 'heard: say hello; before: ; files: ');
  },

  async 'chat completion with progress'() {
    const ask = { model, messages: [user('run something')], stream: true };
    assert.ok((await all(await client.chat.completions.create(ask))).every((chunk) => !('jarvis' in chunk)));
    const told = (await all(await client.chat.completions.create({ ...ask, jarvis: { progress: true } }))).flatMap((chunk) => chunk.jarvis?.type ?? []);
    assert.deepEqual(told.filter((type) => type !== 'task-progress'), ['plan-started', 'task-planned', 'plan-finished', 'model-chosen', 'task-started', 'task-succeeded']);
  },

  async history() {
    const messages = [
      { role: 'system', content: 'be kind' }, user('first'), { role: 'assistant', content: 'answer' }, user('second'), { role: 'assistant', content: 'other' }, user('third'),
    ];
    const completion = await client.chat.completions.create({ model, messages });
    assert.equal(completion.choices[0].message.content, 'heard: third; before: be kind>|first>answer|second>other; files: ');
  },

  async files() {
    const completion = await client.chat.completions.create({
      model,
      messages: [user([
        { type: 'text', text: 'look' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
        { type: 'file', file: { filename: 'note.txt', file_data: `data:text/plain;base64,${Buffer.from('a note').toString('base64')}` } },
      ])],
    });
    assert.equal(completion.choices[0].message.content, 'heard: look; before: ; files: image/png image,text/plain note.txt');
    const response = await client.responses.create({
      model,
      input: [user([{ type: 'input_text', text: 'look' }, { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${pixel}` }])],
    });
    assert.equal(response.output_text, 'heard: look; before: ; files: image/png image');
  },

  async 'files that are made'() {
    const ask = [user('make a file')];
    const whole = (await client.chat.completions.create({ model, messages: ask })).choices[0].message.content;
    const [, link] = /\((http[^)]*\/v1\/links\/[^)]*)\)/.exec(whole);
    assert.equal(await (await fetch(link)).text(), 'made here');
    const pieces = (await all(await client.chat.completions.create({ model, messages: ask, stream: true }))).map((chunk) => chunk.choices[0].delta.content ?? '');
    assert.match(pieces.join(''), /\(http[^)]*\/v1\/links\/[^)]*\)/);
    const later = await client.chat.completions.create({ model, messages: [...ask, { role: 'assistant', content: whole }, user('and again')] });
    assert.match(later.choices[0].message.content, /known: text\/plain/);
  },

  async 'what is stored'() {
    const first = await client.chat.completions.create({ model, messages: [user('one')], store: true });
    const next = await client.chat.completions.create({ model, messages: [user('two')], conversation: first.conversation.id });
    assert.equal(next.choices[0].message.content, 'heard: two; before: one>heard: one; before: ; files: ; files: ');
    await assert.rejects(client.chat.completions.create({ model, messages: [user('two')], conversation: 'none' }), OpenAI.NotFoundError);
  },

  async errors() {
    const ask = { model, messages: [user('say hello')] };
    const is = (type, code, param) => (error) => error instanceof type && error.code === code && error.param === param;
    await assert.rejects(client.chat.completions.create({ ...ask, model: 'gpt-0' }), is(OpenAI.NotFoundError, 'model_not_found', 'model'));
    await assert.rejects(client.chat.completions.create({ ...ask, n: 2 }), is(OpenAI.BadRequestError, 'invalid_request', 'n'));
    await assert.rejects(client.chat.completions.create({ ...ask, messages: 1 }), is(OpenAI.BadRequestError, 'invalid_request', '$.messages'));
    await assert.rejects(client.chat.completions.create({ ...ask, messages: [] }), OpenAI.BadRequestError);
    await assert.rejects(client.chat.completions.create({ ...ask, response_format: { type: 'json_object' } }), is(OpenAI.BadRequestError, 'invalid_request', 'response_format'));
    await assert.rejects(client.withOptions({ apiKey: 'none' }).chat.completions.create(ask), is(OpenAI.AuthenticationError, 'invalid_api_key', null));
    await assert.rejects(client.chat.completions.create({ ...ask, messages: [user('fail')] }), (error) => error instanceof OpenAI.InternalServerError && error.message.includes('broke'));
    await assert.rejects(all(await client.chat.completions.create({ ...ask, messages: [user('fail')], stream: true })), /broke/);
    await assert.rejects(client.embeddings.create({ model, input: 'a' }), is(OpenAI.NotFoundError, 'model_not_found', 'model'));
  },

  async response() {
    const response = await client.responses.create({ model, input: 'say hello', instructions: 'be kind' });
    assert.equal(response.status, 'completed');
    assert.equal(response.output_text, 'heard: say hello; before: be kind>; files: ');
    assert.equal(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens);
    const again = await client.responses.retrieve(response.id);
    assert.equal(again.output_text, response.output_text);
    const next = await client.responses.create({ model, input: 'two', previous_response_id: response.id });
    assert.match(next.output_text, /^heard: two; before: say hello>/);
    await assert.rejects(client.responses.create({ model, input: 'three', previous_response_id: response.id }), OpenAI.ConflictError);
    await assert.rejects(client.responses.create({ model, input: 'three', previous_response_id: 'resp_none' }), OpenAI.NotFoundError);
    const gone = await client.responses.create({ model, input: 'four', store: false });
    await assert.rejects(client.responses.retrieve(gone.id), OpenAI.NotFoundError);
  },

  async 'response that is streamed'() {
    const events = await all(await client.responses.create({ model, input: 'say hello', stream: true }));
    assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, index) => index));
    assert.deepEqual(events.map((event) => event.type).filter((type, index, types) => type !== types[index - 1]), [
      'response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added', 'response.output_text.delta',
      'response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed',
    ]);
    assert.equal(events.flatMap((event) => event.delta ?? []).join(''), 'heard: say hello; before: ; files: ');
    const final = await client.responses.stream({ model, input: 'say hello' }).finalResponse();
    assert.equal(final.output[0].content[0].text, 'heard: say hello; before: ; files: ');
    const failed = await all(await client.responses.create({ model, input: 'fail', stream: true }));
    assert.equal(failed.at(-1).type, 'response.failed');
    assert.match(failed.at(-1).response.error.message, /broke/);
  },

  async 'response in the background'() {
    const begun = await client.responses.create({ model, input: 'wait', background: true });
    assert.equal(begun.status, 'queued');
    assert.equal((await client.responses.retrieve(begun.id)).status, 'in_progress');
    await client.responses.cancel(begun.id);
  },

  async audio() {
    const spoken = await client.audio.speech.create({ model, voice: 'alloy', input: 'good morning' });
    assert.match(spoken.headers.get('content-type'), /^audio\/wav|^audio\/x-wav|^audio\/vnd.wave/);
    const bytes = Buffer.from(await spoken.arrayBuffer());
    const file = () => OpenAI.toFile(bytes, 'spoken.wav');
    const heard = await client.audio.transcriptions.create({ model: 'ears', file: await file(), language: 'en' });
    assert.equal(heard.text, `heard ${bytes.length} bytes`);
    assert.equal(await client.audio.transcriptions.create({ model, file: await file(), response_format: 'text' }), heard.text);
    const missing = (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found';
    await assert.rejects(client.audio.transcriptions.create({ model: 'whisper-1', file: await file() }), missing);
    await assert.rejects(client.audio.speech.create({ model: 'broken-mouth', voice: 'alloy', input: 'a' }), (error) => missing(error) && error.message.includes('install it'));
    await assert.rejects(client.audio.speech.create({ model, voice: 'alloy', input: 'a', response_format: 'mp3' }), OpenAI.BadRequestError);
  },
};

cases[process.argv[2]]().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
