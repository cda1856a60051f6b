using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>Tells when the server has done with a request for a path.</summary>
internal sealed class AtEnd(string path, TaskCompletionSource ended) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            try
            {
                await rest(context);
            }
            finally
            {
                if (context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal) && context.Request.Method is "GET" or "POST")
                {
                    ended.TrySetResult();
                }
            }
        });
        next(app);
    };
}
