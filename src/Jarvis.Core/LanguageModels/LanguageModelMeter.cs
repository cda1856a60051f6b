using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;

namespace Jarvis.LanguageModels;

/// <summary>
/// Counts what one turn uses of language models, by role, and refuses a call that could break its limits before it is made. A call holds
/// back what it may cost at most until it is known, so that calls side by side cannot pass the limits together. Safe to use from any thread.
/// </summary>
public sealed class LanguageModelMeter
{
    private readonly Lock _lock = new();
    private readonly LanguageModelLimits _limits;
    private ImmutableDictionary<LanguageModelRole, LanguageModelUsage> _used;
    private LanguageModelUsage _total;
    private long _heldTokens;
    private decimal _heldCost;

    /// <summary>Creates a meter.</summary>
    /// <param name="limits">What all calls together may use.</param>
    /// <param name="used">What has been used already, for a turn that is taken up again.</param>
    public LanguageModelMeter(LanguageModelLimits limits, ImmutableDictionary<LanguageModelRole, LanguageModelUsage>? used = null)
    {
        _limits = limits;
        _used = used ?? ImmutableDictionary<LanguageModelRole, LanguageModelUsage>.Empty;
        _total = _used.Values.Aggregate(LanguageModelUsage.None, LanguageModelUsage.Add);
    }

    /// <summary>What has been used so far, by role; roles that were not called are not in it.</summary>
    public ImmutableDictionary<LanguageModelRole, LanguageModelUsage> Used
    {
        get
        {
            lock (_lock)
                return _used;
        }
    }

    /// <summary>What all roles have used together.</summary>
    public LanguageModelUsage Total
    {
        get
        {
            lock (_lock)
                return _total;
        }
    }

    /// <summary>Holds back what a call may cost at most.</summary>
    /// <param name="inputTokens">Tokens of the prompt, by estimate.</param>
    /// <param name="outputTokens">The most tokens of the answer.</param>
    /// <param name="price">What they cost.</param>
    /// <exception cref="JarvisException">The limits do not allow it (<see cref="ErrorCode.QuotaExceeded"/>).</exception>
    internal void Hold(long inputTokens, long outputTokens, LanguageModelPrice price)
    {
        var tokens = inputTokens + outputTokens;
        var cost = price.Of(inputTokens, outputTokens);
        lock (_lock)
        {
            if (tokens > _limits.Tokens - _total.Tokens - _heldTokens)
            {
                throw Exceeded(
                    $"{_limits.Tokens:N0} tokens", $"{_total.Tokens:N0} are used and the next call may need {tokens:N0}", nameof(LanguageModelOptions.MaxTokensPerTurn));
            }

            if (_limits.Cost is { } most && cost > most - _total.Cost - _heldCost)
            {
                throw Exceeded(
                    $"${most:0.####}", $"${_total.Cost:0.####} are spent and the next call may cost ${cost:0.####}", nameof(LanguageModelOptions.MaxCostPerTurn));
            }

            _heldTokens += tokens;
            _heldCost += cost;
        }
    }

    /// <summary>Counts what a call has used, in place of what was held back for it.</summary>
    internal void Settle(LanguageModelRole role, long heldInput, long heldOutput, LanguageModelPrice price, LanguageModelUsage used)
    {
        lock (_lock)
        {
            _heldTokens -= heldInput + heldOutput;
            _heldCost -= price.Of(heldInput, heldOutput);
            _used = _used.SetItem(role, _used.GetValueOrDefault(role, LanguageModelUsage.None) + used);
            _total += used;
        }
    }

    private static JarvisException Exceeded(FormattableString limit, FormattableString state, string key) => new(
        ErrorCode.QuotaExceeded,
        $"A turn may use language models for {limit.ToString(CultureInfo.InvariantCulture)}; {state.ToString(CultureInfo.InvariantCulture)}. " +
        $"Ask for less at once, or raise {LanguageModelOptions.Section}:{key}.");
}
