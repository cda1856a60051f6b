using Jarvis.Models.Pricing;
using Jarvis.Models.Remote.HuggingFace;
using Jarvis.Models.Remote.Mcp;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Models.Remote.Peers;

namespace Jarvis.Models.Remote.Settings;

/// <summary>The settings of servers elsewhere, as <see cref="RemoteModelOptions"/> describes them.</summary>
internal static class SettingTables
{
    private static readonly SettingTable<OpenAIModel> ServerModel = new()
    {
        [nameof(OpenAIModel.Id)] = static (model, setting) => model.Id = setting.Text(),
        [nameof(OpenAIModel.TaskType)] = static (model, setting) => model.TaskType = setting.Text(),
        [nameof(OpenAIModel.Model)] = static (model, setting) => model.Model = setting.Text(),
        [nameof(OpenAIModel.Voice)] = static (model, setting) => model.Voice = setting.Text(),
        [nameof(OpenAIModel.Description)] = static (model, setting) => model.Description = setting.Text(),
        [nameof(OpenAIModel.Licence)] = static (model, setting) => model.Licence = setting.Text(),
        [nameof(OpenAIModel.PricePerCall)] = static (model, setting) => model.PricePerCall = setting.Number(),
        [nameof(OpenAIModel.Prices)] = static (model, setting) =>
        {
            foreach (var (name, inside) in setting.Named())
                model.Prices[Unit(name) ?? throw inside.Wrong($"is no unit that is paid for; there are {string.Join(", ", PriceUnits.ByName.Keys.Order(StringComparer.Ordinal))}.")] = inside.Number();
        },
        [nameof(OpenAIModel.Quality)] = static (model, setting) => model.Quality = (double)setting.Number(),
    };

    private static readonly SettingTable<OpenAIEndpointOptions> Server = new()
    {
        [nameof(OpenAIEndpointOptions.Endpoint)] = static (server, setting) => server.Endpoint = setting.Address(),
        [nameof(OpenAIEndpointOptions.Key)] = static (server, setting) => server.Key = setting.Text(),
        [nameof(OpenAIEndpointOptions.KeyVariable)] = static (server, setting) => server.KeyVariable = setting.Text(),
        [nameof(OpenAIEndpointOptions.Models)] = static (server, setting) => setting.ReadList(server.Models, ServerModel),
        [nameof(OpenAIEndpointOptions.Timeout)] = static (server, setting) => server.Timeout = setting.Time(),
        [nameof(OpenAIEndpointOptions.MaxRequestLength)] = static (server, setting) => server.MaxRequestLength = setting.Whole(long.MaxValue),
        [nameof(OpenAIEndpointOptions.MaxResponseLength)] = static (server, setting) => server.MaxResponseLength = setting.Whole(int.MaxValue),
        [nameof(OpenAIEndpointOptions.Concurrency)] = static (server, setting) => server.Concurrency = (int)setting.Whole(1024),
    };

    private static readonly SettingTable<HuggingFaceModel> HubModel = new()
    {
        [nameof(HuggingFaceModel.Id)] = static (model, setting) => model.Id = setting.Text(),
        [nameof(HuggingFaceModel.TaskType)] = static (model, setting) => model.TaskType = setting.Text(),
        [nameof(HuggingFaceModel.Endpoint)] = static (model, setting) => model.Endpoint = setting.Text(),
        [nameof(HuggingFaceModel.Description)] = static (model, setting) => model.Description = setting.Text(),
        [nameof(HuggingFaceModel.Licence)] = static (model, setting) => model.Licence = setting.Text(),
        [nameof(HuggingFaceModel.Popularity)] = static (model, setting) => model.Popularity = setting.Whole(1_000_000_000),
        [nameof(HuggingFaceModel.Quality)] = static (model, setting) => model.Quality = (double)setting.Number(),
        [nameof(HuggingFaceModel.Accepts)] = static (model, setting) =>
        {
            foreach (var (name, inside) in setting.Named())
                model.Accepts[name] = inside.Texts();
        },
    };

    private static readonly SettingTable<HuggingFaceEndpoint> HubEndpoint = new()
    {
        [nameof(HuggingFaceEndpoint.Address)] = static (server, setting) => server.Address = setting.Address(),
        [nameof(HuggingFaceEndpoint.Token)] = static (server, setting) => server.Token = setting.Text(),
    };

    private static readonly SettingTable<HuggingFaceOptions> Hub = new()
    {
        [nameof(HuggingFaceOptions.Token)] = static (hub, setting) => hub.Token = setting.Text(),
        [nameof(HuggingFaceOptions.Endpoint)] = static (hub, setting) => hub.Endpoint = setting.Address(),
        [nameof(HuggingFaceOptions.Endpoints)] = static (hub, setting) => setting.ReadNamed(hub.Endpoints, HubEndpoint),
        [nameof(HuggingFaceOptions.Models)] = static (hub, setting) => setting.ReadList(hub.Models, HubModel),
        [nameof(HuggingFaceOptions.Timeout)] = static (hub, setting) => hub.Timeout = setting.Time(),
        [nameof(HuggingFaceOptions.MaxRequestLength)] = static (hub, setting) => hub.MaxRequestLength = setting.Whole(long.MaxValue),
        [nameof(HuggingFaceOptions.MaxResponseLength)] = static (hub, setting) => hub.MaxResponseLength = (int)setting.Whole(int.MaxValue),
        [nameof(HuggingFaceOptions.Concurrency)] = static (hub, setting) => hub.Concurrency = (int)setting.Whole(1024),
    };

    private static readonly SettingTable<JarvisPeerOptions> Peer = new()
    {
        [nameof(JarvisPeerOptions.Address)] = static (peer, setting) => peer.Address = setting.Address(),
        [nameof(JarvisPeerOptions.Key)] = static (peer, setting) => peer.Key = setting.Text(),
        [nameof(JarvisPeerOptions.KeyVariable)] = static (peer, setting) => peer.KeyVariable = setting.Text(),
        [nameof(JarvisPeerOptions.Tenant)] = static (peer, setting) => peer.Tenant = setting.Text(),
        [nameof(JarvisPeerOptions.Timeout)] = static (peer, setting) => peer.Timeout = setting.Time(),
        [nameof(JarvisPeerOptions.MaxRequestLength)] = static (peer, setting) => peer.MaxRequestLength = setting.Whole(long.MaxValue),
        [nameof(JarvisPeerOptions.MaxResponseLength)] = static (peer, setting) => peer.MaxResponseLength = (int)setting.Whole(int.MaxValue),
        [nameof(JarvisPeerOptions.Concurrency)] = static (peer, setting) => peer.Concurrency = (int)setting.Whole(1024),
        [nameof(JarvisPeerOptions.MaxModels)] = static (peer, setting) => peer.MaxModels = (int)setting.Whole(10_000),
    };

    private static readonly SettingTable<McpToolOptions> Tool = new()
    {
        [nameof(McpToolOptions.Name)] = static (tool, setting) => tool.Name = setting.Text(),
        [nameof(McpToolOptions.TaskType)] = static (tool, setting) => tool.TaskType = setting.Text(),
        [nameof(McpToolOptions.Description)] = static (tool, setting) => tool.Description = setting.Text(),
        [nameof(McpToolOptions.Arguments)] = static (tool, setting) => ReadTexts(tool.Arguments, setting),
        [nameof(McpToolOptions.Values)] = static (tool, setting) => ReadTexts(tool.Values, setting),
        [nameof(McpToolOptions.ReadOnly)] = static (tool, setting) => tool.ReadOnly = setting.Flag(),
        [nameof(McpToolOptions.Quality)] = static (tool, setting) => tool.Quality = (double)setting.Number(),
        [nameof(McpToolOptions.PricePerCall)] = static (tool, setting) => tool.PricePerCall = setting.Number(),
    };

    private static readonly SettingTable<McpToolServerOptions> ToolServer = new()
    {
        [nameof(McpToolServerOptions.Address)] = static (server, setting) => server.Address = setting.Address(),
        [nameof(McpToolServerOptions.Command)] = static (server, setting) => server.Command = setting.Text(),
        [nameof(McpToolServerOptions.CommandArguments)] = static (server, setting) =>
        {
            foreach (var text in setting.Texts())
                server.CommandArguments.Add(text);
        },
        [nameof(McpToolServerOptions.Key)] = static (server, setting) => server.Key = setting.Text(),
        [nameof(McpToolServerOptions.KeyVariable)] = static (server, setting) => server.KeyVariable = setting.Text(),
        [nameof(McpToolServerOptions.Tools)] = static (server, setting) => setting.ReadList(server.Tools, Tool),
        [nameof(McpToolServerOptions.Timeout)] = static (server, setting) => server.Timeout = setting.Time(),
        [nameof(McpToolServerOptions.MaxRequestLength)] = static (server, setting) => server.MaxRequestLength = (int)setting.Whole(int.MaxValue),
        [nameof(McpToolServerOptions.MaxResponseLength)] = static (server, setting) => server.MaxResponseLength = (int)setting.Whole(int.MaxValue),
        [nameof(McpToolServerOptions.Concurrency)] = static (server, setting) => server.Concurrency = (int)setting.Whole(1024),
    };

    /// <summary>All of them. Below the others: a table is made of those above it.</summary>
    internal static SettingTable<RemoteModelOptions> All { get; } = new()
    {
        [nameof(RemoteModelOptions.OpenAI)] = static (options, setting) => setting.ReadNamed(options.OpenAI, Server),
        [nameof(RemoteModelOptions.HuggingFace)] = static (options, setting) => setting.Read(options.HuggingFace, Hub),
        [nameof(RemoteModelOptions.Jarvis)] = static (options, setting) => setting.ReadNamed(options.Jarvis, Peer),
        [nameof(RemoteModelOptions.Mcp)] = static (options, setting) => setting.ReadNamed(options.Mcp, ToolServer),
        [nameof(RemoteModelOptions.ProbeInterval)] = static (options, setting) => options.ProbeInterval = setting.Time() is var time && time == TimeSpan.Zero ? null : time,
    };

    private static void ReadTexts(IDictionary<string, string> all, SettingNode setting)
    {
        foreach (var (name, inside) in setting.Named())
            all[name] = inside.Text();
    }

    private static PriceUnit? Unit(string name) =>
        PriceUnits.ByName.Where(unit => string.Equals(unit.Key, name, StringComparison.OrdinalIgnoreCase)).Select(unit => (PriceUnit?)unit.Value).FirstOrDefault();
}
