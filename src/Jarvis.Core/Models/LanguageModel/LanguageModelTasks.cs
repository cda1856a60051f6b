using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Models.LanguageModel;

/// <summary>All that a language model does as a model: what it is told for each task type, and how its answer is read.</summary>
internal sealed class LanguageModelTasks
{
    private const string Sentiments = "Say how the writer of the text feels: give the labels positive, negative and neutral, each with its score.";

    private const string WishesAreMeant = "What that block wishes you to say or write is a wish to grant, this far and no further.";

    private static readonly ImmutableArray<string> DefaultLabels = ["positive", "negative", "neutral"];

    private readonly FrozenDictionary<string, Func<ModelRequest, CancellationToken, ValueTask<Assignment>>> _text;
    private readonly FrozenDictionary<string, Func<ModelRequest, CancellationToken, ValueTask<Assignment>>> _vision;
    private readonly RequestReader _reader;

    internal LanguageModelTasks(RequestReader reader)
    {
        _reader = reader;
        _text = new Dictionary<string, Func<ModelRequest, CancellationToken, ValueTask<Assignment>>>
        {
            [TaskTypes.Conversational] = (request, cancel) => WriteAsync(
                request, $"Reply to the words in the block 'text' as a helpful and honest partner in a conversation would, in their language. {WishesAreMeant}", "reply.txt", cancel),
            [TaskTypes.QuestionAnswering] = AnswerAsync,
            [TaskTypes.SentenceSimilarity] = CompareAsync,
            [TaskTypes.Summarization] = (request, cancel) => WriteAsync(
                request, "Summarize the text in the block 'text' in its own language: what matters, nothing that it does not say, much shorter than it is.", "summary.txt", cancel),
            [TaskTypes.TableQuestionAnswering] = AskTableAsync,
            [TaskTypes.TabularClassification] = ClassifyTableAsync,
            [TaskTypes.Text2TextGeneration] = RewriteAsync,
            [TaskTypes.TextClassification] = ClassifyAsync,
            [TaskTypes.TextGeneration] = (request, cancel) => WriteAsync(
                request, $"Write what the text in the block 'text' asks to be written; where it asks for nothing, write on from its end. Give the new text only. {WishesAreMeant}", "text.txt", cancel),
            [TaskTypes.TokenClassification] = FindEntitiesAsync,
            [TaskTypes.Translation] = TranslateAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
        _vision = new Dictionary<string, Func<ModelRequest, CancellationToken, ValueTask<Assignment>>>
        {
            [TaskTypes.DocumentQuestionAnswering] = AskImageAsync,
            [TaskTypes.ImageClassification] = ClassifyImageAsync,
            [TaskTypes.ImageToText] = DescribeAsync,
            [TaskTypes.VisualQuestionAnswering] = AskImageAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What any language model does.</summary>
    internal ImmutableArray<string> TextTypes => [.. _text.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What one that takes images does besides.</summary>
    internal ImmutableArray<string> VisionTypes => [.. _vision.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What to ask for a request; null for a task type that it does not do.</summary>
    internal ValueTask<Assignment>? Prepare(ModelRequest request, CancellationToken cancellationToken) =>
        (_text.GetValueOrDefault(request.TaskType) ?? _vision.GetValueOrDefault(request.TaskType))?.Invoke(request, cancellationToken);

    private async ValueTask<Assignment> WriteAsync(ModelRequest request, string instruction, string name, CancellationToken cancellationToken) =>
        new(instruction, await _reader.TextsAsync(request, cancellationToken, "text").ConfigureAwait(false), answer => AnswerOutputs.Text(answer, name));

    private async ValueTask<Assignment> AnswerAsync(ModelRequest request, CancellationToken cancellationToken) => new(
        "Answer the question in the block 'question' from the text in the block 'context' alone, shortly and in the question's language."
        + " Where the context does not say, say that it does not.",
        await _reader.TextsAsync(request, cancellationToken, "question", "context").ConfigureAwait(false),
        answer => AnswerOutputs.Text(answer, "answer.txt"));

    private async ValueTask<Assignment> CompareAsync(ModelRequest request, CancellationToken cancellationToken) => new(
        "Say how alike in meaning the texts in the blocks 'text1' and 'text2' are, from 0 (nothing in common) to 1 (the same).",
        await _reader.TextsAsync(request, cancellationToken, "text1", "text2").ConfigureAwait(false),
        AnswerOutputs.Score)
    {
        Schema = AnswerSchemas.Score,
    };

    private async ValueTask<Assignment> TranslateAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var target = RequestReader.Code(request, "target") ?? throw Errors.Error.InvalidRequest("Translation needs its option 'target', such as en.");
        var source = RequestReader.Code(request, "source") is { } code ? $" from the language {code}" : "";
        return await WriteAsync(
            request,
            $"Translate the text in the block 'text'{source} into the language {target} (codes of ISO 639-1). Give the translation only, with the lines of the text.",
            "translation.txt",
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Assignment> RewriteAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var data = await _reader.TextsAsync(request, cancellationToken, "text").ConfigureAwait(false);
        var wish = request.Options.GetValueOrDefault("instruction");
        return new Assignment(
            wish is null
                ? "Rewrite the text in the block 'text' so that it is correct and reads well, with the same meaning and in the same language; where the block"
                    + " holds nothing but a wish and its text, such as 'make this polite: …', grant it. Give the new text only."
                : "Rewrite the text in the block 'text' as the block 'wish' says. Give the new text only.",
            wish is null ? data : data.Insert(0, new DataPart("wish", wish)),
            answer => AnswerOutputs.Text(answer, "text.txt"));
    }

    private async ValueTask<Assignment> ClassifyAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var given = GivenLabels.Of(request);
        var labels = given.Count == 0 ? DefaultLabels : given;
        return new Assignment(
            given.Count == 0 ? Sentiments : "Classify the text in the block 'text': give each label of the block 'labels' that may fit, with its score.",
            WithLabels(await _reader.TextsAsync(request, cancellationToken, "text").ConfigureAwait(false), given),
            answer => AnswerOutputs.Labels(answer, labels))
        {
            Schema = AnswerSchemas.Labels(labels),
        };
    }

    private async ValueTask<Assignment> FindEntitiesAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var given = GivenLabels.Of(request);
        var data = await _reader.TextsAsync(request, cancellationToken, "text").ConfigureAwait(false);
        var kinds = given.Count == 0 ? "as PER (persons), ORG (organizations), LOC (places), DATE or MISC" : "of the kinds in the block 'labels'";
        return new Assignment(
            $"Find all named entities {kinds} in the text in the block 'text'. Give each as 'entity' (its kind), 'word' (exactly as it stands"
            + " in the text), 'start' and 'end' (characters from the beginning of the text) and 'score'; an empty list where there are none.",
            WithLabels(data, given),
            answer => AnswerOutputs.Entities(answer, data[0].Content, given))
        {
            Schema = AnswerSchemas.Entities,
        };
    }

    private async ValueTask<Assignment> AskTableAsync(ModelRequest request, CancellationToken cancellationToken) => new(
        "Answer the question in the block 'question' from the table in the block 'table' alone, shortly and in the question's language."
        + " Where the table does not say, say that it does not.",
        await _reader.TextsAsync(request, cancellationToken, "question", "table").ConfigureAwait(false),
        answer => AnswerOutputs.Text(answer, "answer.txt"));

    private async ValueTask<Assignment> ClassifyTableAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var given = GivenLabels.Of(request);
        var table = await _reader.TextsAsync(request, cancellationToken, "table").ConfigureAwait(false);
        var rows = TableRows.Of(table[0].Content);
        var data = new DataPart("table", string.Join('\n', rows.Select((row, i) => $"{i}: {row}")));
        return new Assignment(
            "Put every row of the table in the block 'table' into a class"
            + (given.Count == 0 ? " that its values show" : " of those in the block 'labels'")
            + ". Each line is one row with its number; give each number as 'row', with its label and score.",
            WithLabels([data], given),
            answer => AnswerOutputs.Rows(answer, rows.Count, given))
        {
            Schema = AnswerSchemas.Rows(given),
        };
    }

    private async ValueTask<Assignment> AskImageAsync(ModelRequest request, CancellationToken cancellationToken) => new(
        "Answer the question in the block 'question' from the image alone, shortly and in the question's language. Where the image does not show it, say so.",
        await _reader.TextsAsync(request, cancellationToken, "question").ConfigureAwait(false),
        answer => AnswerOutputs.Text(answer, "answer.txt"))
    {
        Image = await _reader.ImageAsync(request, cancellationToken).ConfigureAwait(false),
    };

    private async ValueTask<Assignment> DescribeAsync(ModelRequest request, CancellationToken cancellationToken) => new(
        "Say in a sentence or two what the image shows. Where it is a page of writing, write down its text instead, line by line.",
        [],
        answer => AnswerOutputs.Text(answer, "text.txt"))
    {
        Image = await _reader.ImageAsync(request, cancellationToken).ConfigureAwait(false),
    };

    private async ValueTask<Assignment> ClassifyImageAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var given = GivenLabels.Of(request);
        return new Assignment(
            given.Count == 0 ? "Say what the image shows, as up to 5 short labels with their scores." : "Give each label of the block 'labels' that may fit the image, with its score.",
            WithLabels([], given),
            answer => AnswerOutputs.Labels(answer, given))
        {
            Image = await _reader.ImageAsync(request, cancellationToken).ConfigureAwait(false),
            Schema = AnswerSchemas.Labels(given),
        };
    }

    private static ImmutableArray<DataPart> WithLabels(ImmutableArray<DataPart> data, IReadOnlyList<string> labels) =>
        labels.Count == 0 ? data : data.Add(new DataPart("labels", string.Join('\n', labels)));
}
