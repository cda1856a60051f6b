using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;

namespace Jarvis.LanguageModels;

/// <summary>Counts what one turn uses of language models, by role, and holds it to its limits and to those of whoever else pays.</summary>
/// <param name="limits">What all calls together may use.</param>
/// <param name="payer">Asked as well, after the turn's own limits; null for nobody.</param>
public sealed class LanguageModelMeter(LanguageModelLimits limits, ILanguageModelMeter? payer = null) : ILanguageModelMeter
{
    private readonly Lock _lock = new();
    private ImmutableDictionary<LanguageModelRole, LanguageModelUsage> _used = ImmutableDictionary<LanguageModelRole, LanguageModelUsage>.Empty;
    private LanguageModelUsage _total = LanguageModelUsage.None;
    private LanguageModelAmount _spent;
    private LanguageModelAmount _held;

    /// <summary>What has been used here so far, by role; roles that were not called are not in it.</summary>
    public ImmutableDictionary<LanguageModelRole, LanguageModelUsage> Used
    {
        get
        {
            lock (_lock)
                return _used;
        }
    }

    /// <summary>What all roles have used here together.</summary>
    public LanguageModelUsage Total
    {
        get
        {
            lock (_lock)
                return _total;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ILanguageModelHold> HoldAsync(LanguageModelAmount most, CancellationToken cancellationToken)
    {
        Take(most);
        try
        {
            return new Hold(this, most, payer is null ? null : await payer.HoldAsync(most, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            Settle(most, default, LanguageModelUsage.None);
            throw;
        }
    }

    /// <summary>Takes note of what the turn has used as others know it: before a restart, or in other processes. It leaves so much less.</summary>
    /// <param name="spent">What it has used, wherever that was; what was counted here may be in it.</param>
    internal void Know(LanguageModelUsage spent)
    {
        lock (_lock)
            _spent = LanguageModelAmount.Max(_spent, LanguageModelAmount.Of(spent));
    }

    private void Take(LanguageModelAmount most)
    {
        lock (_lock)
        {
            var used = LanguageModelAmount.Max(_spent, LanguageModelAmount.Of(_total));
            if (most.Tokens > limits.Tokens - used.Tokens - _held.Tokens)
            {
                throw Exceeded(
                    $"{limits.Tokens:N0} tokens", $"{used.Tokens:N0} are used and the next call may need {most.Tokens:N0}", nameof(LanguageModelOptions.MaxTokensPerTurn));
            }

            if (limits.Cost is { } limit && most.Cost > limit - used.Cost - _held.Cost)
            {
                throw Exceeded(
                    $"${limit:0.####}", $"${used.Cost:0.####} are spent and the next call may cost ${most.Cost:0.####}", nameof(LanguageModelOptions.MaxCostPerTurn));
            }

            _held += most;
        }
    }

    private void Settle(LanguageModelAmount most, LanguageModelRole role, LanguageModelUsage used)
    {
        lock (_lock)
        {
            _held -= most;
            _total += used;
            if (used != LanguageModelUsage.None)
                _used = _used.SetItem(role, _used.GetValueOrDefault(role, LanguageModelUsage.None) + used);
        }
    }

    private static JarvisException Exceeded(FormattableString limit, FormattableString state, string key) => new(
        ErrorCode.QuotaExceeded,
        $"A turn may use language models for {limit.ToString(CultureInfo.InvariantCulture)}; {state.ToString(CultureInfo.InvariantCulture)}. " +
        $"Ask for less at once, or raise {LanguageModelOptions.Section}:{key}.");

    private sealed class Hold(LanguageModelMeter meter, LanguageModelAmount most, ILanguageModelHold? payer) : ILanguageModelHold
    {
        public ValueTask SettleAsync(LanguageModelRole role, LanguageModelUsage used)
        {
            meter.Settle(most, role, used);
            return payer?.SettleAsync(role, used) ?? ValueTask.CompletedTask;
        }
    }
}
