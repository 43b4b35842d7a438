# What makes Android know the account type.
.class public Lcom/xiaomi/account/authenticator/XmAuthenticationService;
.super Landroid/app/Service;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    return-void
.end method

.method public onBind(Landroid/content/Intent;)Landroid/os/IBinder;
    .registers 4
    new-instance v0, Lmock/Authenticator;
    invoke-direct {v0, p0}, Lmock/Authenticator;-><init>(Landroid/content/Context;)V
    invoke-virtual {v0}, Landroid/accounts/AbstractAccountAuthenticator;->getIBinder()Landroid/os/IBinder;
    move-result-object v0
    return-object v0
.end method
