using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>
/// Plans from the words of a request, without a language model: phrases that ask for tasks (<see cref="TaskPhrases"/>), files and nouns
/// that say with what, and the ports of the task types, which join them. The same request always makes the same plan, in time linear in its
/// length, without reading anything but the request. Several things for a task make one task that is run for each.
/// </summary>
/// <param name="catalog">The task types that may be used.</param>
public sealed class OfflinePlanner(TaskTypeCatalog catalog) : IPlanner
{
    /// <summary>The first step of every plan that it makes.</summary>
    public static PlanNoted Notice { get; } = new("Planned offline, from the words of the request: no language model is configured.");

    /// <inheritdoc/>
    public string Name => "offline";

    /// <inheritdoc/>
    public IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Plan(request).ToAsyncEnumerable();
    }

    private List<PlanStep> Plan(PlanningRequest request)
    {
        var served = new ServedTypes(request.Models, catalog);
        var surroundings = new Surroundings(request);
        var known = request.Attachments.Concat(request.History.Reverse().SelectMany(turn => turn.Resources));
        var (wording, intents) = Understand(new Wording(request.Request, RequestTokenizer.Read(request.Request, known)), surroundings);
        var planner = new IntentPlanner(wording, surroundings, catalog, served);

        var loose = LooseSentences.Find(wording.Tokens, intents).ToList();
        foreach (var token in loose.SelectMany(sentence => wording.Tokens[sentence.From..sentence.To]))
        {
            if (token.Resource is { } file && surroundings.ThingOf(file) is { } thing)
            {
                surroundings.Mention(thing);
            }
        }

        var questions = Questions(request, wording.Tokens, loose);
        var wanted = intents.Where(intent => !intent.Negated).Concat(questions).OrderBy(intent => intent.Start);
        foreach (var intent in wanted.Take(IntentReader.MaxIntents))
        {
            planner.Plan(intent);
        }

        planner.Finish();
        if (intents.Length > IntentReader.MaxIntents)
        {
            planner.Dropped.Add(new PartDropped(
                "The rest of the request", $"One request may ask for at most {IntentReader.MaxIntents} things; ask for the rest in the next."));
        }

        loose.AddRange(LooseSentences.Trailing(wording.Tokens, intents));
        return Steps(request, wording, planner, loose, served);
    }

    private (Wording Wording, ImmutableArray<Intent> Intents) Understand(Wording wording, Surroundings surroundings)
    {
        bool IsMade(string type) =>
            surroundings.Attachments.IsEmpty && surroundings.History.Any(turn => turn.Any(thing => thing.MadeBy == type));

        var intents = IntentReader.Read(wording.Tokens, catalog, IsMade);
        var quoted = ColonText.Quote(wording, intents, catalog);
        return quoted == wording ? (wording, intents) : (quoted, IntentReader.Read(quoted.Tokens, catalog, IsMade));
    }

    /// <summary>Questions about what is attached. Without anything that they could be about, they are conversation.</summary>
    private List<Intent> Questions(PlanningRequest request, ImmutableArray<Token> tokens, List<(int From, int To)> loose)
    {
        var questions = new List<Intent>();
        if (!request.Attachments.IsEmpty)
        {
            foreach (var sentence in loose.ToList())
            {
                if (LooseSentences.Question(tokens, sentence.From, sentence.To) is { } question
                    && !question.Among(catalog).Types.IsEmpty)
                {
                    questions.Add(question);
                    loose.Remove(sentence);
                }
            }
        }

        return questions;
    }

    private List<PlanStep> Steps(
        PlanningRequest request, Wording wording, IntentPlanner planner, List<(int From, int To)> loose, ServedTypes served)
    {
        List<PlanStep> steps = [Notice, .. planner.Tasks.Select(task => new TaskProposed(task)), .. planner.Dropped];
        if (planner.Tasks.Count > 0 || planner.Dropped.Count > 0)
        {
            steps.AddRange(LooseSentences.NotUnderstood(wording, loose));
        }
        else
        {
            var missing = wording.Tokens.FirstOrDefault(token => token is { Kind: TokenKind.File, Resource: null });
            steps.Add(missing is null ? new AnsweredDirectly(OfflineHelp.Text(request.Attachments, served, catalog)) : NotAttached(missing));
        }

        return steps;
    }

    private static PartDropped NotAttached(Token file) => new(
        PlanText.Quote(file.Text)[1..^1], $"{PlanText.Quote(file.Text)} is not attached; attach it with --file and say what to do with it.");
}
