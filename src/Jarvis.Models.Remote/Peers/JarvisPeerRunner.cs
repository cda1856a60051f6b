using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Remote.HuggingFace;

namespace Jarvis.Models.Remote.Peers;

/// <summary>Runs models at another Jarvis: in Hugging Face's protocol, with what that has no place for in headers.</summary>
internal sealed class JarvisPeerRunner(JarvisPeers peers, InferenceCaller caller, TimeProvider time) : RemoteRunner(RunnerName), IModelReadiness
{
    internal const string RunnerName = "jarvis";

    /// <summary>The setting of a card that names the peer. A card says a name and never an address: the key goes where the configuration says.</summary>
    internal const string EndpointSetting = "endpoint";

    /// <summary>The setting of a card with the model's id there.</summary>
    internal const string ModelSetting = "model";

    public ValueTask<ModelReadiness> LookAsync(ModelCard card, CancellationToken cancellationToken) => new(new ModelReadiness(
        Find(card) is null
            ? NoPeer(card)
            : !card.TaskTypes.Any(HuggingFaceTasks.All.ContainsKey)
                ? $"another Jarvis is not asked for {string.Join(", ", card.TaskTypes)}; choose another model."
                : ModelOf(card) is null ? $"its setting '{ModelSetting}' is no model id; write it as owner/name." : null));

    protected override async Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        var peer = Find(card) ?? throw Error.ModelUnavailable($"{card.Id} cannot run: {NoPeer(card)}");
        if (!HuggingFaceTasks.All.TryGetValue(request.TaskType, out var task) || ModelOf(card) is not { } model)
            throw Error.InvalidRequest($"{card.Id} does not run {request.TaskType}; choose another model.");

        if (request.Hops >= JarvisHeaders.MaxHops)
        {
            throw Error.ModelFailed(
                $"The request has come through {request.Hops} servers already and {card.Id} would be one more; let one of them run the model itself.", retryable: false);
        }

        if (JarvisPeer.WhyNoKey(peer.Options) is { } why)
            throw Error.ModelUnavailable($"{card.Id} cannot run: its server {why}");

        var target = Target(card, peer.Options, model, request);
        using var content = await task.Write(request, peer.Options.MaxRequestLength, cancellationToken).ConfigureAwait(false);
        var reply = await caller.PostAsync(target, card.Id, content, cancellationToken).ConfigureAwait(false);
        return ModelOutcome.Success(task.Read(reply)) with { Used = reply.Used };
    }

    private InferenceTarget Target(ModelCard card, JarvisPeerOptions options, ModelId model, ModelRequest request)
    {
        var left = request.Deadline - time.GetUtcNow() is { } until && until < options.Timeout ? until : options.Timeout;
        if (left <= TimeSpan.Zero)
            throw Error.DeadlineExceeded($"There was no time left to run {card.Id}.");

        var name = card.Settings[EndpointSetting];
        var words = new InferenceWords(
            $"Jarvis '{name}' at {options.Address!.Authority}", $"the key of {JarvisPeer.Path(name)}:{nameof(options.Key)}", "set a valid one", "allow it there");
        return new(JarvisPeer.At(options, $"models/{model}"), options.Key ?? "", left, options.MaxResponseLength, words) { Headers = Headers(options, request, left) };
    }

    private static ImmutableDictionary<string, string> Headers(JarvisPeerOptions options, ModelRequest request, TimeSpan left)
    {
        var headers = ImmutableDictionary<string, string>.Empty
            .Add(JarvisHeaders.Task, request.TaskType)
            .Add(JarvisHeaders.Hops, (request.Hops + 1).ToString(CultureInfo.InvariantCulture))
            .Add(JarvisHeaders.Timeout, ((long)Math.Ceiling(left.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture));
        if (options.Tenant is { } tenant)
            headers = headers.Add(JarvisHeaders.Tenant, tenant);

        var form = string.Join('&', request.Options.OrderBy(option => option.Key, StringComparer.Ordinal)
            .Select(option => $"{Uri.EscapeDataString(option.Key)}={Uri.EscapeDataString(option.Value)}"));
        return form.Length switch
        {
            0 => headers,
            <= JarvisHeaders.MaxOptions => headers.Add(JarvisHeaders.Options, form),
            _ => throw Error.TooLarge($"The task's options are longer than the {JarvisHeaders.MaxOptions:N0} characters that are sent; shorten them."),
        };
    }

    private JarvisPeer? Find(ModelCard card) => peers.Find(card.Settings.GetValueOrDefault(EndpointSetting, ""));

    private static ModelId? ModelOf(ModelCard card) => ModelId.TryParse(card.Settings.GetValueOrDefault(ModelSetting), null, out var model) ? model : null;

    private static string NoPeer(ModelCard card) =>
        $"its card names the Jarvis '{card.Settings.GetValueOrDefault(EndpointSetting, "")}', and {RemoteModelOptions.Section}:Jarvis has none of that name; configure it there.";
}
