using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Client.Http;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Tasks;
using Jarvis.Tenancy;

namespace Jarvis.Client;

/// <content>What there is over HTTP beyond <see cref="IJarvis"/>.</content>
public sealed partial class JarvisClient
{
    private const string LinkPath = "/v1/links/";

    private static readonly TimeSpan UsualTaskTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestTaskTime = TimeSpan.FromDays(1);

    /// <summary>Runs one task without a plan, and waits for its result. It is sent once: ask again yourself where running it twice does no harm.</summary>
    /// <param name="tenant">For whom.</param>
    /// <param name="task">Its type, arguments and, where it matters, model. Its number and what it comes after count for nothing.</param>
    /// <param name="timeout">How long it may take, and how long its result is waited for, but for no longer than a day; null for 5 minutes.</param>
    /// <param name="cancellationToken">Cancels the task.</param>
    /// <exception cref="JarvisException">What the task failed with; <see cref="ErrorCode.NotFound"/> for a type or a file that there is not.</exception>
    public async Task<TaskResult> RunTaskAsync(TenantId tenant, PlannedTask task, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var time = timeout ?? UsualTaskTime;
        var call = new Call("RunTask", HttpMethod.Post, $"v1/tasks/{Uri.EscapeDataString(task.Type)}")
        {
            Tenant = Known(tenant),
            Content = JarvisHttp.Body(TaskBody.Of(task, time), ClientJsonContext.Default.TaskBody),
            Repeat = Repeat.WhenRefused,
            Extra = TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, LongestTaskTime.Ticks)),
        };
        return await _http.SendAsync(call, JarvisJsonContext.Default.TaskResult, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the key's tenant has used, by day of UTC, the newest first.</summary>
    /// <param name="days">How many days, 1 to 366; 1 is today.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    public async Task<ImmutableArray<TenantUsageReport>> GetUsageAsync(int days, CancellationToken cancellationToken)
    {
        var call = new Call("GetUsage", HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"v1/usage?days={days}"));
        return (await _http.SendAsync(call, ClientJsonContext.Default.ListPageTenantUsageReport, cancellationToken).ConfigureAwait(false)).Data;
    }

    /// <summary>Makes a link by which whoever has it reads a file without a key, such as a browser.</summary>
    /// <param name="tenant">Who owns the file.</param>
    /// <param name="id">Its content address.</param>
    /// <param name="lifetime">How long the link is to be good.</param>
    /// <param name="disposition">What a browser does with the file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>; <see cref="ErrorCode.InvalidRequest"/> for a time that is none.</exception>
    public async Task<SignedLink> CreateLinkAsync(TenantId tenant, ResourceId id, TimeSpan lifetime, LinkDisposition disposition, CancellationToken cancellationToken)
    {
        var call = new Call("CreateLink", HttpMethod.Post, $"v1/resources/{Known(id)}/links")
        {
            Tenant = Known(tenant),
            Content = JarvisHttp.Body(new LinkBody(lifetime, disposition), ClientJsonContext.Default.LinkBody),
        };
        var link = await _http.SendAsync(call, ClientJsonContext.Default.LinkAnswer, cancellationToken).ConfigureAwait(false);
        return link.Url.StartsWith(LinkPath, StringComparison.Ordinal)
            ? new SignedLink(_http.AddressOf(link.Url[1..]), link.ExpiresAt)
            : throw _faults.OfAnswer("gives a link to somewhere else");
    }
}
