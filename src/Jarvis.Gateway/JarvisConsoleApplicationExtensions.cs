using Jarvis.Gateway.Console;
using Jarvis.Gateway.Console.Hosting;
using Jarvis.Gateway.Console.Pages;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis;

/// <summary>Puts the console into an application.</summary>
public static class JarvisConsoleApplicationExtensions
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the console's pages at <c>/</c>. After <c>MapJarvisGateway</c>, whose keys, rates and errors hold for them too.</summary>
    /// <param name="app">The application, with what <c>AddJarvisConsole</c> registers.</param>
    public static WebApplication MapJarvisConsole(this WebApplication app)
    {
        app.Services.GetRequiredService<ErrorShapes>().Add("", PageShape.Instance);
        app.UseMiddleware<ConsoleHeaders>();
        app.UseAntiforgery();
        app.MapMethods("/console/{name}", GetAndHead, (HttpContext context, ConsoleAssets assets, string name) => assets.GiveAsync(context, name))
            .IsOpen().ExcludeFromDescription();
        app.MapPost("/sign-in/key", SignInEndpoint.SignInAsync).IsOpen().WithMetadata(new ConsoleEndpoint()).ExcludeFromDescription();
        app.MapPost("/sign-out", SignInEndpoint.SignOutAsync).IsOpen().WithMetadata(new ConsoleEndpoint()).ExcludeFromDescription();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(static mode => mode.ContentSecurityFrameAncestorsPolicy = null)
            .Add(static endpoint =>
            {
                var page = endpoint.Metadata.OfType<ComponentTypeMetadata>().FirstOrDefault()?.Type;
                endpoint.Metadata.Add(new RequestAccess(page == typeof(SignIn) ? null : KeyScope.Read));
                endpoint.Metadata.Add(new ConsoleEndpoint());
                endpoint.Metadata.Add(PageShape.Instance);
            });
        return app;
    }
}
