using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Models.Pricing;

namespace Jarvis.Selection;

/// <summary>
/// Ranks by a weighted sum of what the card says and what was measured here. Every part is from 0 to 1, so the weights are the whole
/// policy: quality 35 %, success 25 %, fit to the task's options 15 %, speed 12 %, price 8 %, popularity 5 %.
/// </summary>
public sealed class ScoreSelector : IModelSelector
{
    /// <summary>The most models that a task may fall over through.</summary>
    private const int MaxRanked = 5;

    /// <summary>The most characters of an option's value in a message; a plan may hold whole pages.</summary>
    private const int MaxQuoted = 40;

    private const string NothingHelps = "run `jarvis models` to see what there is";

    /// <inheritdoc/>
    public ValueTask<ModelSelection> SelectAsync(SelectionRequest request, CancellationToken cancellationToken) => new(Select(request));

    private static ModelSelection Select(SelectionRequest request)
    {
        var available = request.Candidates.Where(candidate => candidate.Status.IsAvailable).ToList();
        var fitting = available.Where(candidate => Refused(candidate.Status.Card, request.Options) is null).ToList();
        if (fitting.Count == 0)
        {
            return new ModelSelection([], new JarvisError(ErrorCode.ModelUnavailable, Explain(request, available)));
        }

        // One that keeps failing is left alone for a while; where there is no other, it is better than none.
        fitting = fitting.Exists(IsTrusted) ? fitting.FindAll(IsTrusted) : fitting;
        var ranked = fitting
            .Select(candidate => Rank(candidate, request, fitting.Count))
            .OrderByDescending(model => model.Score)
            .ThenBy(model => model.Model.Value, StringComparer.Ordinal)
            .Take(MaxRanked);
        return new ModelSelection([.. ranked]);
    }

    private static bool IsTrusted(ModelCandidate candidate) => candidate.Measurement.Breaker is not BreakerState.Open;

    private static RankedModel Rank(ModelCandidate candidate, SelectionRequest request, int fitting)
    {
        var options = request.Options;
        var (card, measured) = (candidate.Status.Card, candidate.Measurement);
        // Half of the part for 1 s; a model that was never run counts as one of 1 s.
        var speed = 1 / (1 + (measured.Latency ?? TimeSpan.FromSeconds(1)).TotalSeconds);
        var cost = RunPrice.Estimate(card, request.TaskType, request.Inputs.Values.SelectMany(values => values), measured.Latency);
        var price = 1 / (1 + ((double)cost * 1000));
        var popularity = Math.Min(1, Math.Log10(1 + card.Popularity) / 5);
        var madeFor = options.Where(option => card.Accepts.ContainsKey(option.Key)).ToList();
        var fit = options.IsEmpty ? 1 : (double)madeFor.Count / options.Count;
        var score = (0.35 * card.Quality) + (0.25 * measured.SuccessRate) + (0.15 * fit) + (0.12 * speed) + (0.08 * price) + (0.05 * popularity);
        return new RankedModel(card.Id, Math.Round(score, 4), Reason(candidate, madeFor, fitting, cost), cost);
    }

    private static string Reason(ModelCandidate candidate, List<KeyValuePair<string, string>> madeFor, int fitting, decimal cost)
    {
        var (card, measured) = (candidate.Status.Card, candidate.Measurement);
        var place = fitting == 1 ? "the only one that fits" : $"the best of {fitting} that fit";
        var experience = measured switch
        {
            { Calls: 0 } => "not yet measured here",
            { Latency: { } latency } => string.Create(
                CultureInfo.InvariantCulture,
                $"{measured.SuccessRate:P0} of {measured.Calls} recent calls went well, {latency.TotalMilliseconds:N0} ms on average"),
            _ => string.Create(CultureInfo.InvariantCulture, $"none of {measured.Calls} recent calls went well"),
        };
        var fit = string.Concat(madeFor.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"made for {option.Key} {option.Value}, "));
        var price = cost == 0 ? "free" : string.Create(CultureInfo.InvariantCulture, $"{(card.Prices.IsEmpty ? "" : "about ")}${cost:0.############} a call");
        return string.Create(CultureInfo.InvariantCulture, $"{place}: {fit}quality {card.Quality:0.##}, {experience}, {price}, on {candidate.Status.Device}");
    }

    /// <summary>The option whose value the model does not accept, or null when it accepts all.</summary>
    private static string? Refused(ModelCard card, ImmutableDictionary<string, string> options) => card.Accepts
        .Where(accepted => options.TryGetValue(accepted.Key, out var value)
            && !accepted.Value.Contains(value, StringComparer.OrdinalIgnoreCase))
        .Select(accepted => accepted.Key)
        .FirstOrDefault();

    private static string Explain(SelectionRequest request, List<ModelCandidate> available)
    {
        if (available.Count > 0)
        {
            var wanted = string.Join(", ", request.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"{option.Key} {Excerpt.Of(option.Value, MaxQuoted)}"));
            var offered = string.Join("; ", available.Select(candidate => Offer(candidate.Status.Card)).Distinct().Order(StringComparer.Ordinal).Take(8));
            return $"No installed model does {request.TaskType} with {wanted}; there is: {offered}. Install or add one that does; {NothingHelps}.";
        }

        var reasons = request.Candidates.Select(candidate => $"{candidate.Status.Card.Id}: {candidate.Status.Unavailable}").Take(3).ToList();
        return reasons.Count > 0
            ? $"No model for {request.TaskType} can run here. {string.Join(" ", reasons)}"
            : $"There is no model for {request.TaskType}; {NothingHelps}.";
    }

    private static string Offer(ModelCard card) => string.Join(
        ", ",
        card.Accepts.OrderBy(accepted => accepted.Key, StringComparer.Ordinal).Select(accepted => $"{accepted.Key} {string.Join('/', accepted.Value)}"));
}
