using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Console.Tests.Testing;

/// <summary>
/// What the journeys ask for: a picture of a receipt is read, put into Spanish and spoken, and made short beside that. The test says when the picture has
/// been read, and the first voice is broken.
/// </summary>
internal sealed class Receipt
{
    internal const string Lines =
        """
        [{"text":"TOTAL 12.50","confidence":0.98,"box":[[40,40],[300,40],[300,80],[40,80]]},
         {"text":"<img src=x onerror=alert(1)>","confidence":0.61,"box":[[40,100],[260,100],[260,140],[40,140]]}]
        """;

    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _voices;

    /// <summary>How often a model was asked, in all.</summary>
    internal int Calls { get; private set; }

    internal HostSetup Setup => new(
        new ScriptedPlanner((request, _) => PlanAsync(request)),
        new ScriptedRunner(RunAsync),
        ListedModels.Card("reader", TaskTypes.ImageToText),
        ListedModels.Card("translator", TaskTypes.Translation) with { Quality = 0.8 },
        ListedModels.Card("voice", TaskTypes.TextToSpeech),
        ListedModels.Card("shortener", TaskTypes.Summarization))
    {
        Retry = RetryPolicy.Default with { FirstDelay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero },
    };

    /// <summary>The picture has been read.</summary>
    internal void Read() => _read.TrySetResult();

    private static async IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request)
    {
        await Task.Yield();
        yield return new TaskProposed(new(0, TaskTypes.ImageToText) { Arguments = With(("image", new ResourceArgument(request.Attachments[0].Id))) });
        yield return new TaskProposed(new(1, TaskTypes.Translation) { Arguments = With(("text", new OutputArgument(0)), ("target", new TextArgument("es"))) });
        yield return new TaskProposed(new(2, TaskTypes.TextToSpeech) { Arguments = With(("text", new OutputArgument(1))) });
        yield return new TaskProposed(new(3, TaskTypes.Summarization) { Arguments = With(("text", new OutputArgument(0))) });
    }

    private static ImmutableDictionary<string, Argument> With(params (string Name, Argument Value)[] arguments) =>
        arguments.ToImmutableDictionary(argument => argument.Name, argument => argument.Value);

    private async Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        Calls++;
        switch (request.TaskType)
        {
            case TaskTypes.ImageToText:
                request.Progress?.Report(0.4);
                await _read.Task.WaitAsync(cancellationToken);
                return ModelOutcome.Success(
                    ModelOutput.FromText("text", "TOTAL 12.50\n<img src=x onerror=alert(1)>"),
                    ModelOutput.FromBytes("lines", "application/json", "lines.json", System.Text.Encoding.UTF8.GetBytes(Lines)));
            case TaskTypes.TextToSpeech when Interlocked.Increment(ref _voices) <= 2:
                return ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "The voice is hoarse; try it again.", Retryable: true));
            case TaskTypes.TextToSpeech:
                return ModelOutcome.Success(ModelOutput.FromBytes("audio", "audio/wav", "spoken.wav", await File.ReadAllBytesAsync(Place.Sample("greeting.wav"), cancellationToken)));
            default:
                return await ScriptedRunner.Echo(card, request, cancellationToken);
        }
    }
}
