using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Core.Tests.LanguageModels;

/// <summary>Makes many calls side by side, and sees that what is held back and used never passes a limit.</summary>
/// <param name="limit">The limit of all calls together.</param>
internal sealed class HoldRace(LanguageModelAmount limit)
{
    private readonly Lock _lock = new();
    private LanguageModelAmount _held;

    /// <summary>What all calls have used.</summary>
    internal LanguageModelAmount Used { get; private set; }

    /// <summary>How many calls were refused.</summary>
    internal int Refused { get; private set; }

    /// <summary>Makes calls of up to 2,000 tokens at a hundredth of a cent, on any of the meters.</summary>
    internal void Run(ILanguageModelMeter[] meters, int seed, int calls)
    {
        var random = new Random(seed);
        var sizes = Enumerable.Range(0, calls).Select(_ => random.Next(2000)).ToArray();
        Task.WaitAll([.. sizes.Select((size, call) => Task.Run(() => CallAsync(meters[call % meters.Length], size)))]);
    }

    private async Task CallAsync(ILanguageModelMeter meter, int tokens)
    {
        var most = new LanguageModelAmount(tokens, tokens * 0.0001m);
        ILanguageModelHold hold;
        try
        {
            hold = await meter.HoldAsync(most, default);
        }
        catch (JarvisException exception) when (exception.Code == ErrorCode.QuotaExceeded)
        {
            lock (_lock)
                Refused++;

            return;
        }

        var used = new LanguageModelUsage(1, tokens / 3, tokens / 5, most.Cost / 2, TimeSpan.Zero);
        lock (_lock)
        {
            _held += most;
            Assert.True((_held + Used).Tokens <= limit.Tokens && (_held + Used).Cost <= limit.Cost, $"{_held} are held back and {Used} used of {limit}.");
        }

        await Task.Yield();
        lock (_lock)
        {
            _held -= most;
            Used += LanguageModelAmount.Of(used);
        }

        await hold.SettleAsync(LanguageModelRole.Text, used);
    }
}
