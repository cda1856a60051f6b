using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>One call on a meter: holds back the most that it may use, and settles for what it did, however it ends.</summary>
internal sealed class MeteredCall : IDisposable
{
    private readonly LanguageModelMeter _meter;
    private readonly LanguageModelRole _role;
    private readonly LanguageModelPrice _price;
    private readonly int _input;
    private readonly int _mostOutput;
    private readonly TimeProvider _time;
    private readonly long _start;
    private UsageDetails? _counted;
    private long _outputEstimate;
    private bool _answered;

    /// <exception cref="Errors.JarvisException">The meter does not allow it.</exception>
    internal MeteredCall(LanguageModelMeter meter, LanguageModelRole role, LanguageModelPrice price, int input, int mostOutput, TimeProvider time)
    {
        (_meter, _role, _price, _input, _mostOutput, _time) = (meter, role, price, input, mostOutput, time);
        meter.Hold(input, mostOutput, price);
        _start = time.GetTimestamp();
    }

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
    public void Dispose()
    {
        var input = _answered ? Math.Max(0, _counted?.InputTokenCount ?? _input) : 0;
        var output = _answered ? Math.Max(0, _counted?.OutputTokenCount ?? Math.Min(_outputEstimate, _mostOutput)) : 0;
        _meter.Settle(
            _role, _input, _mostOutput, _price, new(1, input, output, _price.Of(input, output), _time.GetElapsedTime(_start)));
    }
}
