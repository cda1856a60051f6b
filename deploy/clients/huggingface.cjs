// Asks a gateway's models by the official client, unmodified: node huggingface.cjs CASE, with JARVIS_ADDRESS and JARVIS_KEY. What is not as it should be ends with 1.
const assert = require('node:assert/strict');
const { InferenceClient, InferenceClientProviderApiError } = require('@huggingface/inference');

const key = process.env.JARVIS_KEY;
const at = (model, token = key) => new InferenceClient(token).endpoint(`${process.env.JARVIS_ADDRESS}models/${model}`);
const point = new Blob([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')], { type: 'image/png' });
const sound = async () => at('mouth').textToSpeech({ inputs: 'good morning' });

const cases = {
  async texts() {
    assert.deepEqual(await at('echo').summarization({ inputs: 'long story' }), { summary_text: 'long story' });
    assert.deepEqual(await at('translator').translation({ inputs: 'hello', parameters: { tgt_lang: 'es' } }), { translation_text: 'hello in es' });
    assert.deepEqual(await at('translator').translation({ inputs: ['one', 'two'], parameters: { tgt_lang: 'es' } }), [{ translation_text: 'one in es' }, { translation_text: 'two in es' }]);
    assert.deepEqual(await at('acme/labels').textClassification({ inputs: 'nice' }), [{ label: 'good', score: 0.75 }, { label: 'bad', score: 0.25 }]);
    assert.equal((await at('names').tokenClassification({ inputs: 'Ada wrote it' }))[0].entity_group, 'PER');
    const found = await at('answers').questionAnswering({ inputs: { question: 'Who?', context: 'By Ada.' } });
    assert.deepEqual(found, { answer: 'Ada', score: 1, start: 3, end: 6 });
    assert.deepEqual(await at('alike').sentenceSimilarity({ inputs: { source_sentence: 'a', sentences: ['b'] } }), [0.5]);
    const table = await at('tables').tableQuestionAnswering({ inputs: { query: 'How many?', table: { name: ['a', 'b'], count: ['1', '2'] } } });
    assert.deepEqual(JSON.parse(table.answer), [{ name: 'a', count: '1' }, { name: 'b', count: '2' }]);
  },

  async files() {
    assert.deepEqual(await at('reader').imageToText({ data: point }), { generated_text: `read ${point.size} bytes` });
    assert.equal((await at('eyes').objectDetection({ data: point }))[0].box.xmax, 1);
    assert.equal((await at('painter').textToImage({ inputs: 'a cat' })).type, 'image/png');
    assert.equal((await at('brush').imageToImage({ inputs: point, parameters: { prompt: 'a dog' } })).type, 'image/png');
    assert.match((await at('sight').visualQuestionAnswering({ inputs: { image: point, question: 'What?' } })).answer, /^What\? of image\/png$/);
    const spoken = await sound();
    assert.match(spoken.type, /^audio\//);
    assert.deepEqual(await at('ears').automaticSpeechRecognition({ data: spoken }), { text: `heard ${spoken.size} bytes` });
    assert.equal((await at('filter').audioToAudio({ data: spoken }))[0]['content-type'], 'audio/wav');
  },

  async completions() {
    assert.equal((await at('writer').textGeneration({ inputs: 'once' })).generated_text, 'once');
    const chat = await at('writer').chatCompletion({ messages: [{ role: 'user', content: 'hello' }] });
    assert.equal(chat.choices[0].message.content, 'hello');
  },

  async 'the router\'s path'() {
    const client = new InferenceClient(key).endpoint(`${process.env.JARVIS_ADDRESS}hf-inference/models/echo`);
    assert.deepEqual(await client.summarization({ inputs: 'long story' }), { summary_text: 'long story' });
    const pipeline = new InferenceClient(key).endpoint(`${process.env.JARVIS_ADDRESS}models/alike/pipeline/sentence-similarity`);
    assert.deepEqual(await pipeline.sentenceSimilarity({ inputs: { source_sentence: 'a', sentences: ['b'] } }), [0.5]);
  },

  async errors() {
    const refuses = (status) => (error) => error instanceof InferenceClientProviderApiError && error.httpResponse.status === status && error.httpResponse.body.error.length > 0;
    await assert.rejects(at('none').summarization({ inputs: 'a' }), refuses(404));
    await assert.rejects(at('broken-mouth').textToSpeech({ inputs: 'a' }), refuses(404));
    await assert.rejects(at('echo', 'none').summarization({ inputs: 'a' }), refuses(401));
    await assert.rejects(at('echo').summarization({ inputs: { a: 1 } }), refuses(422));
    await assert.rejects(at('reader').imageToText({ data: new Blob([]) }), refuses(415));
  },
};

cases[process.argv[2]]().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
