using System.Globalization;
using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Storage.Sqlite;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Chaos;

/// <summary>
/// A host that callers from outside come to, with keys, links and names of their own. Obeys one call a line, a list of texts as JSON, and answers each with
/// one line: what it gave, or an error as JSON.
/// </summary>
internal sealed class Gate(string folder, TimeSpan ahead) : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton<TimeProvider>(new OffsetTime(ahead))
        .AddSqliteState(options =>
        {
            options.Path = Path.Combine(folder, "state.db");
            options.Lock = SqliteLock.Exclusive;
        })
        .AddFileResources(options => options.Directory = Path.Combine(folder, "resources"))
        .AddSignedLinks(options => options.KeyFile = Path.Combine(folder, "link-keys"))
        .AddJarvis()
        .BuildServiceProvider();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    internal async Task RunAsync(TextReader input, TextWriter output)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            try
            {
                await output.WriteLineAsync(await ObeyAsync(JsonSerializer.Deserialize<string[]>(line)!));
            }
            catch (JarvisException refused)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(refused.ToError(), JarvisJsonContext.Default.JarvisError));
            }
        }
    }

    private async Task<string> ObeyAsync(string[] call)
    {
        var jarvis = _services.GetRequiredService<IJarvis>();
        var links = _services.GetRequiredService<SignedLinks>();
        switch (call)
        {
            case ["key", var key, var scope]:
                var caller = await _services.GetRequiredService<ICallerKeys>().AuthenticateAsync(key, default);
                caller.Require(Enum.Parse<KeyScope>(scope));
                return caller.Tenant.Value;
            case ["upload", var tenant, var text]:
                return (await jarvis.UploadAsync(TenantId.Parse(tenant), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "a.txt", default)).Id.Value;
            case ["open", var tenant, var id]:
                await (await jarvis.OpenAsync(TenantId.Parse(tenant), ResourceId.Parse(id), default)).DisposeAsync();
                return id;
            case ["ask", var conversation, var request, .. var files]:
                var attached = files.Select(id => new Resource(ResourceId.Parse(id), "text/plain", 1, "a.txt"));
                return (await jarvis.SubmitAsync(ConversationId.Parse(conversation), new TurnRequest(request) { Attachments = [.. attached] }, default)).Turn.ToString();
            case ["cancel", var turn]:
                await jarvis.CancelAsync(TurnId.Parse(turn), default);
                return turn;
            case ["delete", var conversation]:
                await jarvis.DeleteConversationAsync(ConversationId.Parse(conversation), default);
                return conversation;
            case ["list", var tenant, var after]:
                return $"{(await jarvis.ListConversationsAsync(TenantId.Parse(tenant), 10, after.Length == 0 ? null : after, default)).Conversations.Length}";
            case ["sign", var tenant, var id, var seconds]:
                return links.Create(TenantId.Parse(tenant), ResourceId.Parse(id), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), LinkDisposition.Attachment);
            case ["link", var link]:
                var file = links.Open(link);
                await (await jarvis.OpenAsync(file.Tenant, file.Resource, default)).DisposeAsync();
                return file.Resource.Value;
            default:
                throw new ArgumentException($"There is no call {call[0]}.");
        }
    }
}
