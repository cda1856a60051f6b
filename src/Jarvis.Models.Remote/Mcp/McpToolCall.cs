using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>A call that is cancelled at the server where it is cancelled here, in whichever revision the server speaks.</summary>
/// <param name="client">The connection.</param>
/// <param name="time">The clock.</param>
internal sealed class McpToolCall(McpClient client, TimeProvider time)
{
    /// <summary>The first revision in which to leave is to cancel.</summary>
    private const string LeavingCancels = "2026-07-28";

    /// <summary>How long it may take to say that nobody waits any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Calls a tool.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="progress">Told how much is done, from 0 to 1; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    internal async Task<CallToolResult> RunAsync(CallToolRequestParams call, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var name = Guid.NewGuid().ToString("N");
        if (progress is null)
            return await SendAsync(call, name, cancellationToken).ConfigureAwait(false);

        (call.Meta ??= [])["progressToken"] = name;
        var told = client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, (notification, _) =>
        {
            if (notification.Params.Deserialize<ProgressNotificationParams>(McpJsonUtilities.DefaultOptions) is { } said && said.ProgressToken == new ProgressToken(name)
                && said.Progress.Total > 0 && said.Progress.Progress / said.Progress.Total is { } done and >= 0 and <= 1)
            {
                progress.Report(done);
            }

            return ValueTask.CompletedTask;
        });
        await using (told.ConfigureAwait(false))
            return await SendAsync(call, name, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CallToolResult> SendAsync(CallToolRequestParams call, string name, CancellationToken cancellationToken)
    {
        var id = new RequestId(name);
        try
        {
            return await client.SendRequestAsync<CallToolRequestParams, CallToolResult>(RequestMethods.ToolsCall, call, McpJsonUtilities.DefaultOptions, id, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (string.CompareOrdinal(client.NegotiatedProtocolVersion, LeavingCancels) < 0)
                await SayCancelledAsync(id).ConfigureAwait(false);

            throw;
        }
    }

    /// <summary>The package says it only of what it has sent whole, which over HTTP it has when the answer is there.</summary>
    private async Task SayCancelledAsync(RequestId id)
    {
        using var late = new CancellationTokenSource(Patience, time);
        try
        {
            await client.SendNotificationAsync(
                NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = id }, McpJsonUtilities.DefaultOptions, late.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or McpException or OperationCanceledException)
        {
            // The server hears nothing any more.
        }
    }
}
