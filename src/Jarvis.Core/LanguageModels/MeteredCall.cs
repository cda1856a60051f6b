using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>One call that is counted and allowed: settles for what it used, however it ends.</summary>
/// <param name="hold">What is held back for it.</param>
/// <param name="role">What the model is used for.</param>
/// <param name="price">What it costs.</param>
/// <param name="most">The most tokens of prompt, by estimate, and of answer.</param>
/// <param name="time">The clock.</param>
internal sealed class MeteredCall(
    ILanguageModelHold hold, LanguageModelRole role, LanguageModelPrice price, (int Input, int Output) most, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private UsageDetails? _counted;
    private long _outputEstimate;
    private bool _answered;

    /// <summary>Takes note of an answer or a piece of one.</summary>
    /// <param name="usage">What the server counted; null when it has not.</param>
    /// <param name="text">The words.</param>
    internal void Answered(UsageDetails? usage, string text)
    {
        _answered = true;
        _counted = usage ?? _counted;
        _outputEstimate += TokenEstimate.Of(text);
    }

    /// <summary>Settles. A call without a word in return costs nothing: a refusal is not paid for.</summary>
    internal ValueTask EndAsync()
    {
        var input = _answered ? Math.Max(0, _counted?.InputTokenCount ?? most.Input) : 0;
        var output = _answered ? Math.Max(0, _counted?.OutputTokenCount ?? Math.Min(_outputEstimate, most.Output)) : 0;
        return hold.SettleAsync(role, new(1, input, output, price.Of(input, output), time.GetElapsedTime(_start)));
    }
}
